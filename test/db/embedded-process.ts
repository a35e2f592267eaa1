// A process of ours with the embedded server: run by embedded-server.test.ts, stopped by a message or killed.
import { startEmbeddedServer } from '../../src/db/embedded-server.ts';
import { quietLog } from '../support/quiet-log.ts';

const [, , folder = ''] = process.argv;
try {
  const server = await startEmbeddedServer({ folder, log: quietLog });
  process.send?.({ url: server.url });
  process.once('message', () => {
    void server.stop().then(() => process.disconnect());
  });
} catch (error) {
  process.send?.({ error: error instanceof Error ? error.message : 'not an error' });
  process.disconnect();
}
