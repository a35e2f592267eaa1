import assert from 'node:assert/strict';
import type { Case } from '../../src/domain/case.ts';
import { hour } from '../../src/domain/clocks.ts';
import type { PersonCommand } from '../../src/domain/commands.ts';
import type { PersonTokens } from '../../src/http/tokens.ts';
import { createSupportDesk } from '../../src/partner-center/service-requests.ts';
import { sweep } from '../../src/workflow/sweep.ts';
import { trackSupport } from '../../src/workflow/track-support.ts';
import { testDatabase } from '../support/database.ts';
import { type Asked, localServer, type Reply } from '../support/http-server.ts';
import { everybodySignedIn, nobodySignedIn, quickHttp } from '../support/outside.ts';
import { doneCase, everyJournalHolds, groups, type Workshop, workshop } from '../support/workshop.ts';

const number = '616122292874576';
const form = {
  title: 'Cryptomining notification',
  problemType: 'Adding or managing customers',
  impact: 'moderate',
  description: 'ski-prod\nWho?',
  contactName: 'Ada',
  contactEmail: 'ada@fabrikam.example',
} as const;
const compose = { type: 'compose-support', kind: 'partner-center', form, subscriptionName: 'ski-prod' } as const;
const file = { type: 'file-support', kind: 'partner-center', number } as const;
const note = { type: 'support-note', kind: 'partner-center', text: 'Any news?' } as const;
const request = (change: object = {}): Reply => ({ json: { id: number, status: 'open', notes: [], ...change } });

describe('following a support request', () => {
  const db = testDatabase();
  const partnerCenter = localServer();
  let w: Workshop;
  let c: Case;

  beforeEach(async () => {
    w = await workshop(db);
    await w.receive(w.alert());
    c = await w.openCase();
  });
  afterEach(() => everyJournalHolds(db));

  const ask = async (command: PersonCommand) => void doneCase(await w.ask(w.people.ada, command, { caseId: c.id }));
  const track = (people: PersonTokens = everybodySignedIn, change: Partial<typeof w.deps> = {}) => {
    const desk = createSupportDesk({
      http: quickHttp(),
      baseUrl: partnerCenter.url,
      // The app's token is never to be asked for.
      tokens: { app: () => Promise.reject(new Error('the app asked for its own token')) },
      scope: 'pc',
      newId: () => crypto.randomUUID(),
      people,
      filingApi: false,
    });
    return trackSupport({ ...w.deps, ...change, desk }, c.id, 'partner-center');
  };
  const known = async () => (await w.load(c.id)).case.support?.['partner-center'] ?? assert.fail('nothing composed');
  const filed = async () => {
    await ask(compose);
    await ask(file);
  };
  const patches = () => partnerCenter.asked.filter(({ method }) => method === 'PATCH');
  /** A Partner Center that keeps what it is told; the first answers to a note can be lost. */
  function keeping(notes: { text: string }[], lose = 0) {
    let lost = 0;
    partnerCenter.always(({ method, body }: Asked): Reply => {
      if (method !== 'PATCH') return request({ notes });
      const said: unknown = body;
      notes.push({ text: JSON.stringify(said).includes('Any news?') ? 'Any news?' : '?' });
      return lost++ < lose ? 'reset' : request({ notes });
    });
  }

  it('asks nothing before it has a number, nor of the Azure portal’s', async () => {
    await ask({ ...compose, kind: 'azure' });
    await ask({ ...file, kind: 'azure' });
    await ask(compose);

    await track();

    assert.equal(partnerCenter.asked.length, 0);
  });

  it('reads with the token of whoever said the number', async () => {
    partnerCenter.always(() => request({ status: 'attentionNeeded', notes: [{ text: 'Which resources?' }] }));
    await filed();

    await track();

    const { tracking } = await known();
    assert.deepEqual([tracking?.status, tracking?.notes], ['attention-needed', [{ text: 'Which resources?' }]]);
    assert.equal(partnerCenter.asked[0]?.headers.authorization, `Bearer person|${w.people.ada.objectId}|pc`);
  });

  for (const [said, status] of [
    [1, 'open'],
    ['Closed', 'closed'],
    ['attention_needed', 'attention-needed'],
    ['on the moon', 'unknown'],
  ] as const)
    it(`takes the status ${said} for ${status}`, async () => {
      partnerCenter.always(() => request({ status: said }));
      await filed();

      await track();

      assert.equal((await known()).tracking?.status, status);
    });

  for (const [reply, why] of [
    [{ status: 404 }, 'not-found'],
    [{ status: 403 }, 'forbidden'],
    [{ status: 503 }, 'unreachable'],
    [{ body: '<html>' }, 'unreadable'],
  ] as const)
    it(`keeps why it could not be read, beside what was known: ${why}`, async () => {
      partnerCenter.next(request({ notes: [{ text: 'Hello' }] }));
      await filed();
      await track();
      partnerCenter.always(() => reply);

      await track();

      const { trouble, tracking } = await known();
      assert.deepEqual([trouble?.why, tracking?.notes[0]?.text], [why, 'Hello']);
    });

  it('says whose sign-in is missing, and asks Partner Center nothing', async () => {
    await filed();

    await track(nobodySignedIn);

    assert.equal((await known()).trouble?.why, 'needs-person');
    assert.equal(partnerCenter.asked.length, 0);
  });

  it('asks whoever gave its number to sign in: once, and again for a number that is given anew', async () => {
    const asked: unknown[] = [];
    const asking: Partial<typeof w.deps> = {
      lacksSignIn: () => Promise.resolve(true),
      askForErrand: (_, { name, person }, needs) => {
        asked.push([name, person.objectId, needs]);
        return Promise.resolve('asked');
      },
    };
    await filed();
    for (let hours = 0; hours < 3; hours++) await track(nobodySignedIn, asking);
    const once = [...asked];
    await ask({ ...file, number: '616122292874577' });

    await track(nobodySignedIn, asking);

    const one = ['track-support', w.people.ada.objectId, 'partnerCenter'];
    assert.deepEqual([once, asked], [[one], [one, one]]);
  });

  it('asks nobody while it cannot be known whether they are signed in, and asks once it can', async () => {
    let lacks: boolean | 'unknown' = 'unknown';
    let asked = 0;
    const asking: Partial<typeof w.deps> = {
      lacksSignIn: () => Promise.resolve(lacks),
      askForErrand: () => {
        asked += 1;
        return Promise.resolve('asked');
      },
    };
    await filed();
    await track(nobodySignedIn, asking);
    const before = [(await known()).trouble?.why, asked];
    lacks = true;

    await track(nobodySignedIn, asking);

    assert.deepEqual(before, ['unreachable', 0]);
    assert.deepEqual([(await known()).trouble?.why, asked], ['needs-person', 1]);
  });

  it('gives it a note, and shows it among the others', async () => {
    keeping([]);
    await filed();
    await ask(note);

    await track();

    const { note: kept, tracking } = await known();
    assert.deepEqual([kept?.state, tracking?.notes], ['sent', [{ text: 'Any news?' }]]);
  });

  it('does not say a note twice where its answer was lost and somebody tries again', async () => {
    keeping([], 1);
    await filed();
    await ask(note);
    await track();
    assert.deepEqual([(await known()).note?.state, patches().length], ['failed', 1]);
    await ask(note);

    await track();

    const { note: kept, tracking } = await known();
    assert.deepEqual([kept?.state, tracking?.notes.length, patches().length], ['sent', 1, 1]);
  });

  it('says a note again that a person wants to say again', async () => {
    keeping([{ text: 'Any news?' }]);
    await filed();
    await track();
    await ask(note);

    await track();

    assert.deepEqual([(await known()).tracking?.notes.length, patches().length], [2, 1]);
  });

  describe('whose writer’s role was withdrawn after the click', () => {
    beforeEach(async () => {
      await filed();
      await ask(note);
      w.memberships.set(w.people.ada.objectId, [groups.viewer]);
    });

    it('gives it no note, and the case says why; the request is still read', async () => {
      keeping([]);

      await track();
      w.memberships.set(w.people.ada.objectId, [groups.responder]);
      await track();

      const { note: kept, tracking } = await known();
      assert.deepEqual([kept?.state, kept?.why, patches().length], ['failed', 'role-lost', 0]);
      assert.equal(tracking?.status, 'open');
    });

    it('says of a note that had arrived before that it arrived', async () => {
      keeping([{ text: 'Any news?' }]);

      await track();

      assert.deepEqual([(await known()).note?.state, patches().length], ['sent', 0]);
    });

    it('keeps the note while roles cannot be read, and gives it once when they can', async () => {
      keeping([]);
      const unreadable = { ...w.deps.roles, roleOf: async () => ({ role: 'none', unreadable: true }) as const };

      await assert.rejects(track(everybodySignedIn, { roles: unreadable }), /role .* could not be read/);
      assert.deepEqual([(await known()).note?.state, patches().length], ['sending', 0]);
      w.memberships.set(w.people.ada.objectId, [groups.responder]);
      await track();
      await track();

      assert.deepEqual([(await known()).note?.state, patches().length], ['sent', 1]);
    });
  });

  describe('by the clock', () => {
    const waiting = async (): Promise<readonly string[]> => {
      const { rows } = await db
        .database()
        .pool.query<{ key: string }>(
          `select key from graphile_worker.jobs where task_identifier = 'track-support' and key like $1`,
          [`%${c.id}%`],
        );
      return rows.map(({ key }) => key);
    };
    const forget = () => db.database().pool.query('delete from graphile_worker._private_jobs');

    it('is looked at each hour until it is closed, by one job however often the clock strikes', async () => {
      partnerCenter.always(() => request());
      await filed();
      await track();
      await forget();
      w.clock.move(hour - 1000);
      await sweep(w.deps);
      const early = await waiting();

      w.clock.move(1000);
      await Promise.all([sweep(w.deps), sweep(w.deps)]);

      assert.deepEqual([early.length, (await waiting()).length], [0, 1]);
      partnerCenter.always(() => request({ status: 'closed' }));
      await track();
      await forget();
      w.clock.move(24 * hour);
      await sweep(w.deps);
      assert.deepEqual(await waiting(), []);
    });

    it('has no entry and no card of a look that found nothing new, and is looked at again an hour after it', async () => {
      partnerCenter.always(() => request());
      await filed();
      await track();
      const { seq } = (await w.load(c.id)).case;
      w.clock.move(hour);
      await sweep(w.deps);
      await track();
      await forget();
      await sweep(w.deps);
      const soon = await waiting();

      w.clock.move(hour);
      await sweep(w.deps);

      assert.deepEqual([soon.length, (await waiting()).length], [0, 1]);
      assert.equal((await w.load(c.id)).case.seq, seq);
      partnerCenter.always(() => request({ notes: [{ text: 'Which resources?' }] }));
      await track();
      assert.equal((await w.load(c.id)).case.seq, seq + 1);
    });

    it('is looked at no more 90 days after it was filed, though nobody ever signed in', async () => {
      await filed();
      await track(nobodySignedIn);
      const { seq } = (await w.load(c.id)).case;
      w.clock.move(90 * 24 * hour);
      await track(nobodySignedIn);
      await forget();
      w.clock.move(10 * 24 * hour);

      await sweep(w.deps);

      assert.deepEqual(await waiting(), []);
      assert.equal((await w.load(c.id)).case.seq, seq);
    });

    it('is found by the clock once where a row still goes by the hours of before', async () => {
      partnerCenter.always(() => request());
      await filed();
      w.clock.move(3 * 24 * hour);
      await track();
      await db.database().pool.query('update cases set asking_due_at = $2 where id = $1', [c.id, w.clock.iso()]);
      await forget();

      await sweep(w.deps);

      assert.deepEqual(await waiting(), []);
      assert.ok(!(await w.deps.cases.askingDue(w.clock.iso())).includes(c.id));
    });

    it('is looked at at once where its number was given anew while the last look ended', async () => {
      await filed();
      const again = { ...file, number: '616122292874577' };
      partnerCenter.always(() => request());
      await track();
      await ask(again);
      await w.deps.cases.putOffAsking(c.id, (await w.load(c.id)).case.seq - 1, undefined);

      assert.ok((await w.deps.cases.askingDue(w.clock.iso())).includes(c.id));
    });

    it('is asked after once where nobody said its number, however many processes ask', async () => {
      const said: unknown[] = [];
      await ask(compose);
      w.clock.move(2 * hour);
      const deps = {
        ...w.deps,
        askingReminders: (_: Case, due: unknown) => {
          said.push(due);
          return Promise.resolve([]);
        },
      };

      await Promise.all([sweep(deps), sweep(deps), sweep(deps)]);
      await sweep(deps);

      const journal = await db.store().cases.journal(c.id);
      assert.equal(journal.filter(({ event }) => event.type === 'support-reminded').length, 1);
      assert.ok(said.length >= 1);
      assert.equal((await known()).remindAt, undefined);
    });

    it('asks again for the customer’s answer at the time that somebody set', async () => {
      const until = new Date(w.clock.now().getTime() + 4 * hour).toISOString();
      await ask({ type: 'await-answer', until });
      w.clock.move(4 * hour - 1000);
      await sweep(w.deps);
      const early = (await w.load(c.id)).case.contact?.askAgain?.at;

      w.clock.move(1000);
      await sweep(w.deps);

      assert.equal(early, until);
      assert.equal((await w.load(c.id)).case.contact?.askAgain, undefined);
    });
  });
});
