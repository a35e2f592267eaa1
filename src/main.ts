import { createApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { createLog } from './log.ts';

/** Longest that turns and jobs in hand may take to finish once the process is told to stop. */
const stopMs = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.log);
  const app = await createApp({ config, log });
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping');
    // What has not finished by now is picked up by the next process: nothing that matters is only in memory.
    setTimeout(() => process.exit(1), stopMs).unref();
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  const { port } = await app.start();
  log.info({ port }, 'ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
