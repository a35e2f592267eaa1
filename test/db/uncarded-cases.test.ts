import assert from 'node:assert/strict';
import { uncardedCases } from '../../src/db/uncarded-cases.ts';
import type { Channel } from '../../src/workflow/teams-ports.ts';
import { testDatabase } from '../support/database.ts';
import { cardIn, makeCase, makeChannel, makePartner } from './fixtures.ts';
import { fixed } from './post-fixtures.ts';
import { planOf, statementOf } from './query-plan.ts';

describe('looking for cases without a card', () => {
  const { database, store } = testDatabase();
  const channelCount = 200;

  for (const statistics of ['from when there was no card', 'of today'] as const)
    for (const mode of ['custom', 'generic'] as const)
      it(`reads each card of a case once in ${channelCount} channels, by a ${mode} plan and statistics ${statistics}`, async () => {
        const partner = await makePartner(store());
        const { case: c } = await makeCase(store(), partner);
        const channels: Channel[] = [];
        for (let made = 0; made < channelCount; made++) {
          const channel = await makeChannel(store(), partner);
          channels.push(channel);
          await store().posts.add([fixed(channel, 'welcome')], []);
        }
        await database().pool.query('analyze');
        for (const channel of channels) await store().posts.add([cardIn(channel, c.id)], []);
        if (statistics === 'of today') await database().pool.query('analyze');
        const { rows } = await database().pool.query('select from posts');
        const statement = await statementOf(database(), (db) => uncardedCases(db)(10, partner.id));

        const nodes = await planOf(database(), statement, mode);

        const read = nodes
          .filter((node) => node['Relation Name'] === 'posts')
          .map((node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']);
        assert.ok(read.length > 0);
        assert.ok(Math.max(...read) <= rows.length, `${Math.max(...read)} rows were read of ${rows.length}`);
        assert.deepEqual(await store().cases.uncarded(10, partner.id), []);
      });
});
