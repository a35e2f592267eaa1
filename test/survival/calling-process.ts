// A process of ours that looks members up and opens 1:1 chats: run by calls-two-processes.test.ts.
import { openDatabase } from '../../src/db/database.ts';
import { createStore } from '../../src/db/store.ts';
import { createConnector } from '../../src/teams/transport/connector.ts';
import { createPacedConnector } from '../../src/teams/transport/paced-connector.ts';
import { quietLog } from '../support/quiet-log.ts';

const [, , url = '', serviceUrl = '', tenantId = '', name = ''] = process.argv;
const database = await openDatabase({ url, log: quietLog, poolSize: 8 });
const connector = createPacedConnector(
  createConnector({
    botToken: () => Promise.resolve('token'),
    serviceUrlHosts: ['127.0.0.1'],
    timeoutMs: 30_000,
    now: () => new Date(),
    appId: 'app',
  }),
  createStore(database).callRoom,
  60_000,
);
console.log('ready');
await new Promise((resolve) => process.stdin.once('data', resolve));
/** As many at a time as turns and jobs of a process may well have under way. */
const workers = 4;
const calls = [
  ...Array.from(
    { length: 60 },
    (_, i) => () => connector.member({ serviceUrl, tenantId, conversationId: `19:${i % 6}@thread.tacv2` }, '29:ada'),
  ),
  ...Array.from(
    { length: 30 },
    (_, i) => () => connector.createPersonal({ serviceUrl, tenantId, teamsId: `29:${name}-${i}` }),
  ),
];
await Promise.all(
  Array.from({ length: workers }, async () => {
    for (let call = calls.pop(); call !== undefined; call = calls.pop()) await call();
  }),
);
await database.close();
process.exit();
