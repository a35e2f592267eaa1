import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import { apply } from '../../src/domain/apply.ts';
import type { Entry } from '../../src/domain/events.ts';
import { chain, firstHash, verifyChain } from '../../src/domain/journal.ts';
import { testDatabase } from '../support/database.ts';
import { ada, ben } from '../support/people.ts';
import { quietLog } from '../support/quiet-log.ts';
import { startedAt } from '../support/samples.ts';
import { byAda, changeOf, makeCase, makeChannel, makePartner, newId, openingOf, situationOf } from './fixtures.ts';

describe('the store of cases', () => {
  const { database, store, url } = testDatabase();

  it('gives back a case to the letter, with the end of its journal', async () => {
    const partner = await makePartner(store());
    const opening = openingOf(partner);

    const outcome = await store().cases.commit(opening);

    assert.equal(outcome, 'committed');
    const expected = { case: opening.case, head: opening.head };
    assert.deepEqual(await store().cases.load(opening.case.id), expected);
    assert.deepEqual(await store().cases.byNumber(partner.id, 1), expected);
    assert.deepEqual(await store().cases.openCaseOf(partner.id, opening.case.subscriptionId), expected);
    assert.deepEqual(await store().cases.journal(opening.case.id), opening.entries);
  });

  it('keeps a journal to the letter, even text that jsonb would refuse', async () => {
    const first = await makeCase(store(), await makePartner(store()));
    const text = 'half a pair \ud83d, a NUL \0, quotes " \\ and {braces}, NULL, 1e21 and 日本';
    const entry: Entry = { caseId: first.case.id, seq: 2, at: startedAt, actor: byAda, event: { type: 'noted', text } };
    const entries = chain([entry], first.head);
    const head = entries[0]?.hash ?? '';

    await store().cases.commit({ ...changeOf(first, []), case: apply(first.case, entry), head, entries });

    const journal = await store().cases.journal(first.case.id);
    assert.equal(verifyChain(journal, head, 2), undefined);
    assert.equal((await store().cases.load(first.case.id))?.case.notes[0]?.text, text);
  });

  it('lets exactly one of many commits on the same state of a case win', async () => {
    const other = await openDatabase({ url: url(), log: quietLog });
    const second = createStore(other);
    const first = await makeCase(store(), await makePartner(store()));

    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        (i % 2 === 0 ? store() : second).cases.commit({
          ...changeOf(first, [{ type: 'noted', text: `note ${i}` }]),
          key: randomUUID(),
          answer: { kind: 'done', revision: 2 },
        }),
      ),
    );

    await other.close();
    assert.equal(outcomes.filter((outcome) => outcome === 'committed').length, 1);
    assert.equal(outcomes.filter((outcome) => outcome === 'conflict').length, 11);
    const stored = await store().cases.load(first.case.id);
    const journal = await store().cases.journal(first.case.id);
    assert.equal(stored?.case.seq, 2);
    assert.equal(verifyChain(journal, stored?.head ?? '', 2), undefined);
    const { rows } = await database().pool.query('select 1 from answers where case_id = $1', [first.case.id]);
    assert.equal(rows.length, 1, 'a commit that lost leaves no answer');
  });

  it('opens one case of a subscription, however many processes try at once', async () => {
    const partner = await makePartner(store());
    const subscriptionId = randomUUID();

    const openings = Array.from({ length: 8 }, (_, i) => ({
      ...openingOf(partner, i + 1, subscriptionId),
      key: randomUUID(),
      answer: { kind: 'done', revision: 1 } as const,
    }));
    const outcomes = await Promise.all(openings.map((opening) => store().cases.commit(opening)));

    assert.equal(outcomes.filter((outcome) => outcome === 'committed').length, 1);
    assert.deepEqual(await store().cases.countOpen(partner.id), { total: 1, isMore: false });
    const journals = await Promise.all(openings.map((opening) => store().cases.journal(opening.case.id)));
    assert.equal(journals.flat().length, 1, 'an opening that lost leaves no journal');
    const answers = await Promise.all(openings.map(({ key }) => store().cases.loadForCommand(newId('case'), key)));
    assert.equal(answers.filter(({ answered }) => answered).length, 1, 'nor an answer');
  });

  it('gives a number once', async () => {
    const partner = await makePartner(store());

    const outcomes = await Promise.all([1, 1, 1].map((number) => store().cases.commit(openingOf(partner, number))));

    assert.equal(outcomes.filter((outcome) => outcome === 'committed').length, 1);
    assert.equal((await situationOf(store(), partner)).nextNumber, 2);
  });

  it('takes a reopening beside an open case for a conflict', async () => {
    const partner = await makePartner(store());
    const subscriptionId = randomUUID();
    const first = await makeCase(store(), partner, subscriptionId);
    const closing = changeOf(first, [{ type: 'closed', how: 'by-person', reason: 'done' }]);
    await store().cases.commit(closing);
    await makeCase(store(), partner, subscriptionId);

    const outcome = await store().cases.commit(changeOf(closing, [{ type: 'reopened', reason: 'again' }]));

    assert.equal(outcome, 'conflict');
    assert.equal((await store().cases.load(first.case.id))?.case.stage, 'closed');
    assert.equal((await situationOf(store(), partner, subscriptionId)).lastClosed, first.case.id);
  });

  it('answers a key seen before with the first answer, and changes nothing', async () => {
    const first = await makeCase(store(), await makePartner(store()));
    const key = randomUUID();
    const claim = {
      ...changeOf(first, [{ type: 'claimed', owner: ada }]),
      key,
      answer: { kind: 'done', revision: 2 },
    } as const;
    await store().cases.commit(claim);

    const again = await store().cases.commit({
      ...changeOf(claim, [{ type: 'noted', text: 'twice' }]),
      key,
      answer: { kind: 'done', revision: 3 },
    });

    assert.equal(again, 'conflict');
    const { stored, answered } = await store().cases.loadForCommand(first.case.id, key);
    assert.deepEqual(answered, { kind: 'done', revision: 2 });
    assert.equal(stored?.case.seq, 2);
  });

  it('keeps the answer of a command that was refused, without a change', async () => {
    const first = await makeCase(store(), await makePartner(store()));
    const refused = {
      ...changeOf(first, []),
      key: randomUUID(),
      answer: { kind: 'refused', refusal: { kind: 'not-owned' } },
    } as const;

    const outcomes = [await store().cases.commit(refused), await store().cases.commit(refused)];

    assert.deepEqual(outcomes, ['committed', 'committed']);
    const { stored, answered } = await store().cases.loadForCommand(first.case.id, refused.key);
    assert.deepEqual(answered, refused.answer);
    assert.equal(stored?.case.seq, 1);
  });

  it('knows neither case nor answer of what it has not seen', async () => {
    const answer = await store().cases.loadForCommand(`case_${'0'.repeat(32)}`, 'unknown');

    assert.deepEqual(answer, { stored: undefined, answered: undefined, names: {} });
  });

  it('tells which cases lack a card, of one partner where only that is asked about', async () => {
    const [one, other] = [await makePartner(store()), await makePartner(store())];
    for (const partner of [one, other]) {
      await makeChannel(store(), partner);
      await makeCase(store(), partner);
    }

    const uncarded = await store().cases.uncarded(10, one.id);

    assert.deepEqual(
      uncarded.map(({ partnerId }) => partnerId),
      [one.id],
    );
  });

  it('brings along what its card shows: names, and the people of the tenant whose clients keep it fresh', async () => {
    const partner = await makePartner(store());
    const { case: c } = await makeCase(store(), partner);
    const { partnerId, customerTenantId, subscriptionId } = c;
    await store().names.saveNames(
      partnerId,
      [{ customerTenantId, subscriptionId, subscriptionName: 'Lab' }],
      c.openedAt,
    );
    const person = { objectId: ada.objectId, name: 'Ada', teamsId: '29:ada' };
    await store().people.see({ ...person, tenantId: partner.tenantId });
    await store().people.see({ ...person, tenantId: randomUUID(), teamsId: '29:elsewhere' });

    const shown = await store().cases.loadShown(c.id);

    assert.deepEqual(shown, { case: c, names: { subscriptionName: 'Lab' }, teamsIds: ['29:ada'], timeZone: 'UTC' });
    assert.equal(await store().cases.loadShown(`case_${'0'.repeat(32)}`), undefined);
    await database().pool.query('update partners set working_days = $2 where id = $1', [partner.id, [6, 7]]);
    assert.deepEqual((await store().cases.loadShown(c.id))?.workingDays, [6, 7]);
  });

  it('brings the names along that are known', async () => {
    const { case: c } = await makeCase(store(), await makePartner(store()));
    const { partnerId, customerTenantId, subscriptionId } = c;
    await store().names.saveNames(
      partnerId,
      [{ customerTenantId, subscriptionId, customerName: 'Alpine' }],
      c.openedAt,
    );

    const { names } = await store().cases.loadForCommand(c.id, 'unknown');

    assert.deepEqual(names, { customerName: 'Alpine' });
  });

  it('takes one alert under two ids for a conflict, and writes nothing of it', async () => {
    const partner = await makePartner(store());
    const opening = openingOf(partner);
    await store().cases.commit(opening);
    const rival = openingOf(partner, 2);
    const [record] = opening.detections;
    const [other] = rival.detections;
    if (record === undefined || other === undefined) throw new Error('an opening has its alert');
    const sameAlert = { ...other, detection: { ...other.detection, externalId: record.detection.externalId } };

    const outcome = await store().cases.commit({ ...rival, detections: [sameAlert] });

    assert.equal(outcome, 'conflict');
    assert.equal(await store().cases.load(rival.case.id), undefined);
  });

  it('refuses to change, delete or empty the journal', async () => {
    const first = await makeCase(store(), await makePartner(store()));
    const attempts = [
      "update journal set hash = 'x'",
      `delete from journal where case_id = '${first.case.id}'`,
      'truncate journal',
    ];

    for (const attempt of attempts) await assert.rejects(database().pool.query(attempt), /append-only/);

    assert.equal((await store().cases.journal(first.case.id)).length, 1);
  });

  it('lists what is open by deadline and what is closed by the latest, by owner where asked', async () => {
    const partner = await makePartner(store());
    const mine = await makeCase(store(), partner);
    const theirs = await makeCase(store(), partner);
    const gone = await makeCase(store(), partner);
    await store().cases.commit(changeOf(mine, [{ type: 'claimed', owner: ada }]));
    await store().cases.commit(changeOf(theirs, [{ type: 'claimed', owner: ben }]));
    await store().cases.commit(changeOf(gone, [{ type: 'closed', how: 'by-person', reason: 'done' }]));
    const { customerTenantId, subscriptionId } = mine.case;
    await store().names.saveNames(
      partner.id,
      [{ customerTenantId, subscriptionId, customerName: 'Fabrikam', subscriptionName: 'Shop' }],
      startedAt,
    );
    const upper = ada.objectId.toUpperCase();

    const open = await store().cases.list({ partnerId: partner.id, open: true, limit: 10 });
    const ofAda = await store().cases.list({ partnerId: partner.id, open: true, limit: 10, ownerObjectId: upper });
    const closed = await store().cases.list({ partnerId: partner.id, open: false, limit: 10 });

    assert.deepEqual(
      open.map((c) => c.id),
      [mine.case.id, theirs.case.id],
    );
    assert.deepEqual(ofAda, [
      {
        id: mine.case.id,
        number: 1,
        stage: 'reviewing',
        customerTenantId,
        subscriptionId,
        customerName: 'Fabrikam',
        subscriptionName: 'Shop',
        ownerName: ada.name,
        deadlineAt: mine.case.deadlineAt,
        isTest: false,
        verdict: 'none',
      },
    ]);
    assert.deepEqual(
      closed.map((c) => c.id),
      [gone.case.id],
    );
    assert.deepEqual(await store().cases.countOpen(partner.id), { total: 2, isMore: false });
    assert.deepEqual(await store().cases.countOpen(partner.id, ben.objectId), { total: 1, isMore: false });
  });

  it('lists drills with the others and never counts them', async () => {
    const partner = await makePartner(store());
    await makeCase(store(), partner);
    const drill = openingOf(partner, 2);
    await store().cases.commit({ ...drill, case: { ...drill.case, isTest: true } });

    assert.equal((await store().cases.list({ partnerId: partner.id, open: true, limit: 10 })).length, 2);
    assert.deepEqual(await store().cases.countListed(partner.id), { total: 2, isMore: false });
    assert.deepEqual(await store().cases.countOpen(partner.id), { total: 1, isMore: false });
  });

  it('keeps partners apart', async () => {
    const [one, other] = [await makePartner(store()), await makePartner(store())];
    const mine = await makeCase(store(), one);

    assert.equal(await store().cases.byNumber(other.id, mine.case.number), undefined);
    assert.equal(await store().cases.openCaseOf(other.id, mine.case.subscriptionId), undefined);
    assert.deepEqual(await store().cases.list({ partnerId: other.id, open: true, limit: 10 }), []);
    assert.deepEqual(await situationOf(store(), other, mine.case.subscriptionId), { nextNumber: 1, channels: [] });
  });

  it('tells of the earlier cases of a customer, newest first, without the case itself', async () => {
    const partner = await makePartner(store());
    const first = await makeCase(store(), partner);
    const second = await makeCase(store(), partner);
    await store().cases.commit(changeOf(first, [{ type: 'closed', how: 'by-person', reason: 'done' }]));
    const third = await makeCase(store(), partner);

    const earlier = await store().cases.ofCustomer(partner.id, first.case.customerTenantId, third.case.id);

    assert.deepEqual(earlier, [
      { number: 2, verdict: 'none', openedAt: second.case.openedAt },
      { number: 1, verdict: 'none', openedAt: first.case.openedAt, closedAt: startedAt },
    ]);
  });

  it('finds the cases whose sleep is over, and the entries after one', async () => {
    const first = await makeCase(store(), await makePartner(store()));
    const until = '2026-03-02T12:00:00.000Z';
    const snoozed = changeOf(first, [{ type: 'snoozed', until, reason: 'lunch' }]);
    await store().cases.commit(snoozed);

    assert.ok((await store().cases.snoozesEnded(until)).includes(first.case.id));
    assert.ok(!(await store().cases.snoozesEnded('2026-03-02T11:59:59.999Z')).includes(first.case.id));
    assert.deepEqual(await store().cases.entriesAfter(first.case.id, 1), snoozed.entries);
    assert.equal(snoozed.entries[0]?.previousHash === firstHash, false);
  });
});
