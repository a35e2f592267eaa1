import { type App, createApp } from './app.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';

/** Longest that turns and jobs in hand may take to finish once the process is told to stop. */
const stopMs = 10_000;

/**
 * Runs the product in this process until SIGTERM or SIGINT: then it takes no more, finishes what is in hand and exits,
 * within ten seconds. `now` is the clock by which the product's own times are counted. Throws ConfigError.
 */
export async function run(env: NodeJS.ProcessEnv, now?: () => Date): Promise<App> {
  const config = readConfig(env);
  const log = createLog(config.log);
  const app = await createApp({ config, log, ...(now === undefined ? {} : { now }) });
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
  const { port, metricsPort } = await app.start();
  log.info({ port, metricsPort }, 'ready');
  return app;
}

/** Ends the process with what went wrong: a wrong configuration in words, anything else with where it happened. */
export function fail(error: unknown): never {
  const isWords = error instanceof Error && error.name === 'ConfigError';
  process.stderr.write(
    `${isWords ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}
