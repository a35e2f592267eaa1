import assert from 'node:assert/strict';
import { caseLists } from '../../src/db/case-lists.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { testDatabase } from '../support/database.ts';
import { seedManyCases } from '../support/many-cases.ts';
import { ada } from '../support/people.ts';
import { startedAt } from '../support/samples.ts';
import { makeCase, makePartner } from './fixtures.ts';
import { planOf, statementOf } from './query-plan.ts';

type Reads = ReturnType<typeof caseLists>;

const count = 20_000;
/** Rows of a page, and the most that a count looks at. */
const [pageRows, mostCounted] = [10, 1001];

const lists = (partnerId: Partner['id'], offset: number) =>
  ({ partnerId, open: true, limit: pageRows, offset }) as const;
const ownerObjectId = ada.objectId;

/** What a list reads, and the most rows of cases that it may touch. */
const reads: Readonly<Record<string, readonly [(cases: Reads, id: Partner['id']) => Promise<unknown>, number]>> = {
  'the first page': [(cases, id) => cases.list(lists(id, 0)), pageRows],
  'the last page': [(cases, id) => cases.list(lists(id, 990)), 990 + pageRows],
  'the first page of one owner': [(cases, id) => cases.list({ ...lists(id, 0), ownerObjectId }), pageRows],
  'the last page of one owner': [(cases, id) => cases.list({ ...lists(id, 990), ownerObjectId }), 990 + pageRows],
  'the number of rows': [(cases, id) => cases.countListed(id), mostCounted],
  'the number of rows of one owner': [(cases, id) => cases.countListed(id, ownerObjectId), mostCounted],
  'the number of open cases': [(cases, id) => cases.countOpen(id), mostCounted],
  'the number of open cases of one owner': [(cases, id) => cases.countOpen(id, ownerObjectId), mostCounted],
  'the number of reminders that are set': [(cases, id) => cases.countSnoozed(id), mostCounted],
};

/** What the sweep asks each minute. */
const dues: Readonly<Record<string, (cases: Reads) => Promise<unknown>>> = {
  'a look after a removal': (cases) => cases.afterCareDue(startedAt),
  'asking Microsoft or the customer': (cases) => cases.askingDue(startedAt),
  'a reminder of the 24 hours': (cases) => cases.remindersDue(startedAt),
  'the end of a plan': (cases) => cases.plansExpired(startedAt),
  'the end of a snooze': (cases) => cases.snoozesEnded(startedAt),
};

describe(`lists of ${count} open cases`, () => {
  const { database, store } = testDatabase();
  let partner: Partner;

  before(async () => {
    partner = await makePartner(store());
    const pattern = await makeCase(store(), partner);
    await seedManyCases({ database: database(), partner, pattern, count, owner: ada });
  });

  for (const [what, [read, most]] of Object.entries(reads)) {
    for (const mode of ['custom', 'generic'] as const) {
      it(`${what} is found by an index and reads no more than it shows, by a ${mode} plan`, async () => {
        const statement = await statementOf(database(), (db) =>
          read(caseLists({ ...database(), sql: db }), partner.id),
        );

        const nodes = await planOf(database(), statement, mode);

        const ofCases = nodes.filter((node) => node['Relation Name'] === 'cases');
        assert.ok(ofCases.length > 0 && ofCases.every((node) => node['Index Name'] !== undefined));
        for (const node of ofCases) assert.ok(node['Actual Rows'] * node['Actual Loops'] <= most);
        assert.deepEqual(
          nodes.map((node) => node['Node Type']).filter((type) => ['Seq Scan', 'Sort', 'Hash Join'].includes(type)),
          [],
        );
      });
    }
  }

  for (const [what, due] of Object.entries(dues)) {
    for (const mode of ['custom', 'generic'] as const) {
      it(`those of which ${what} is due are found by an index, by a ${mode} plan`, async () => {
        const statement = await statementOf(database(), (db) => due(caseLists({ ...database(), sql: db })));

        const nodes = await planOf(database(), statement, mode);

        const types = nodes.map((node) => node['Node Type']);
        assert.ok(nodes.some((node) => node['Relation Name'] === 'cases') && !types.includes('Seq Scan'));
      });
    }
  }

  it('says how many there are up to a thousand, and that there are more', async () => {
    const more = { total: 1000, isMore: true };

    assert.deepEqual(await store().cases.countListed(partner.id), more);
    assert.deepEqual(await store().cases.countOpen(partner.id, ada.objectId), more);
    assert.deepEqual(await store().cases.countSnoozed(partner.id), more);
  });

  it('shows the rows of a page in order, with their names', async () => {
    const rows = await store().cases.list(lists(partner.id, 990));

    const deadlines = rows.map((row) => row.deadlineAt);
    assert.equal(rows.length, pageRows);
    assert.deepEqual(deadlines, deadlines.toSorted());
    assert.ok(rows.every((row) => row.subscriptionName === `Subscription ${row.number}`));
    assert.ok(rows.every((row) => row.customerName === `Customer ${Math.floor(row.number / 10)}`));
  });
});
