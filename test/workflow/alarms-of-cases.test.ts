import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mostOfKind } from '../../src/domain/alarms.ts';
import { hour, minute } from '../../src/domain/clocks.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { doneCase } from '../support/workshop.ts';
import { alarmsIn, kinds, useWatching } from './watching.ts';

describe('alarms', () => {
  const { db, look, open, send, workshop: w } = useWatching();

  describe('of an alert that no channel shows', () => {
    it('is raised once it has waited too long, and not before', async () => {
      await w().receive(w().alert());

      w().clock.move(14 * minute);
      await look();
      const early = await open();
      w().clock.move(2 * minute);
      await look();
      await look();

      assert.deepEqual(early, []);
      const [alarm, ...others] = await open();
      const c = await w().openCase();
      assert.deepEqual(others, []);
      assert.equal(alarm?.kind, 'not-carded');
      assert.deepEqual([alarm?.subject, alarm?.facts.number, alarm?.facts.count], [c.id, c.number, 1]);
      assert.equal(alarm?.facts.since, '2026-03-02T08:00:00.000Z');
    });

    it('says what, why and what to do in the channel, once', async () => {
      await w().receive(w().alert());
      w().clock.move(hour);

      await Promise.all([look(), look(), look()]);
      await look();

      const said = alarmsIn(await send());
      assert.equal(said.length, 1, JSON.stringify(said));
      assert.match(said[0]?.text ?? '', /^Alarm\. An alert has no card/);
    });

    it('is over once its card was posted: the same card says so, and a line in its thread', async () => {
      await w().receive(w().alert());
      w().clock.move(hour);
      await look();
      const [raised] = alarmsIn(await send());
      assert.ok(raised);

      await look();
      await look();

      const said = alarmsIn(await send());
      assert.deepEqual(await open(), []);
      const [card, line, ...others] = said;
      assert.deepEqual(others, []);
      assert.deepEqual([card?.id, card?.isUpdate], [raised.id, true]);
      assert.match(card?.text ?? '', /^All clear\. An alert has no card/);
      assert.match(line?.text ?? '', /^All clear\. A channel shows it now/);
      assert.equal(line?.conversationId, `${w().channel.teamsChannelId};messageid=${raised.id}`);
    });

    it('is raised anew when it happens anew', async () => {
      await w().receive(w().alert());
      w().clock.move(hour);
      await look();
      await send();
      await look();
      await w().receive(w().alert(1, { subscriptionId: randomUUID() }));
      w().clock.move(hour);

      await look();

      const { rows } = await db.database().pool.query('select from alarms where partner_id = $1', [w().partner.id]);
      assert.equal(rows.length, 2);
      assert.equal((await open()).length, 1);
    });

    it('never is of a test alert, of a type that is not followed, or of a closed case', async () => {
      await w().receive(w().alert(0, { isTest: true }));
      await w().receive(w().alert(1, { subscriptionId: randomUUID(), alertType: 'SomethingElse' }));
      const third = w().alert(2, { subscriptionId: randomUUID() });
      await w().receive(third);
      await w().receive({ ...third, status: 'resolved', resolvedReason: 'legitimate' });
      w().clock.move(hour);

      await look();

      assert.deepEqual(await open(), []);
    });

    it('is one card each for a few, and one for all the others, which shrinks as they are mended', async () => {
      const many = mostOfKind + 4;
      for (let i = 0; i < many; i++) {
        await w().receive(w().alert(i, { subscriptionId: randomUUID() }));
        w().clock.move(1000);
      }
      w().clock.move(hour);
      await look();
      const raised = await open();

      const [first] = await db.store().posts.due(w().channel.teamsChannelId, 1);
      assert.ok(first?.content.kind === 'case');
      await db.store().posts.sending(first, 60_000);
      await db.store().posts.sent(first.id, { conversationId: 'c;messageid=1', activityId: '1' }, 1_000_000);
      await look();
      const fewer = await open();
      const told = alarmsIn(await send());
      await look();

      assert.equal(raised.length, mostOfKind + 1);
      assert.deepEqual(
        raised.filter(({ subject }) => subject === 'more').map(({ facts }) => facts.count),
        [4],
      );
      const { caseId } = first.content;
      assert.ok(raised.some(({ subject }) => subject === caseId));
      assert.ok(!fewer.some(({ subject }) => subject === caseId));
      assert.equal(fewer.length, mostOfKind + 1);
      assert.ok(told.some(({ text }) => /There are 3 more like this/.test(text)));
      assert.deepEqual(await open(), []);
    });
  });

  describe('of a decision', () => {
    async function decided(verdict: 'legitimate' | 'fraud' = 'fraud') {
      await w().receive(w().alert());
      await send();
      return doneCase(await w().ask(w().people.ada, { type: 'decide', verdict, reason: 'Because' }));
    }

    it('is raised when Partner Center could not be told for half an hour, with why, and over once it knows', async () => {
      const c = await decided();
      w().source.onTell = () => ({ kind: 'refused', why: 'mfa', detail: '' });
      await w().report();
      w().clock.move(20 * minute);
      await look();
      const early = await open();
      w().clock.move(11 * minute);
      await look();
      const raised = await open();
      await send();

      w().source.onTell = (told) => w().source.applied(told);
      await w().ask(w().people.ada, { type: 'report-again' });
      await w().report();
      await look();
      const between = await open();
      w().source.put({ ...w().alert(), status: 'resolved', resolvedReason: 'fraud' }, w().clock.iso());
      await w().poll();
      await look();

      assert.deepEqual(early, []);
      assert.deepEqual(kinds(raised), ['not-reported']);
      assert.deepEqual([raised[0]?.facts.reportTrouble, raised[0]?.facts.caseId], ['mfa', c.id]);
      // Told and read back: whether the next look shows it is another question.
      assert.deepEqual(between, []);
      assert.deepEqual(await open(), []);
      assert.match(
        (await send()).map(({ text }) => text).join('\n'),
        /All clear\. Partner Center knows the decision now/,
      );
    });

    it('is raised where the source goes on to show the alert as open, and over once it does not', async () => {
      await decided();
      await w().report();
      // The source says one thing to who asks at once, and another to who looks later.
      w().source.put(w().alert(), w().clock.iso());
      await w().poll();
      w().clock.move(29 * minute);
      await w().poll();
      await look();
      const early = await open();
      w().clock.move(3 * minute);
      await look();
      const unread = await open();
      await w().poll();
      await look();
      const raised = await open();
      w().source.put({ ...w().alert(), status: 'resolved', resolvedReason: 'fraud' }, w().clock.iso());
      await w().poll();
      await look();

      assert.deepEqual([early, unread], [[], []]);
      assert.deepEqual(kinds(raised), ['still-open']);
      assert.deepEqual(await open(), []);
    });

    it('is none while the source cannot be read: what it shows is not known', async () => {
      await decided();
      await w().report();
      w().source.put(w().alert(), w().clock.iso());
      w().clock.move(2 * hour);
      w().source.onRead = () => {
        throw new OutsideError('no answer', { why: 'unreachable' });
      };
      await w().poll();

      await look();

      assert.deepEqual(await open(), []);
    });

    it('counts from when an alert joined that came after the report', async () => {
      await decided('fraud');
      await w().report();
      w().source.put({ ...w().alert(), status: 'resolved', resolvedReason: 'fraud' }, w().clock.iso());
      await w().poll();
      w().clock.move(5 * hour);
      await w().receive(w().alert(1));
      const joined = w().clock.iso();
      w().clock.move(20 * minute);
      await look();
      const early = await open();
      w().clock.move(20 * minute);
      await look();

      const [alarm] = await open();
      assert.deepEqual(early, []);
      assert.deepEqual([alarm?.kind, alarm?.facts.since, alarm?.facts.count], ['not-reported', joined, 1]);
    });

    it('is over when the case is taken up again', async () => {
      const c = await decided();
      w().source.onTell = () => ({ kind: 'refused', why: 'forbidden', detail: '' });
      await w().report();
      w().clock.move(hour);
      await look();
      const raised = await open();

      await w().ask(w().people.ada, { type: 'reopen', reason: 'Not so sure' }, { caseId: c.id });
      await look();

      assert.deepEqual(kinds(raised), ['not-reported']);
      assert.deepEqual(await open(), []);
    });
  });
});
