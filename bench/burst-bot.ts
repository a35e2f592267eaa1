import { fail, run } from '../src/run.ts';

/** Has the bot look at all its sources at once. */
export const look = 'look';
/** Has it tell how many bytes of its heap are in use once all garbage is gone; for this it is started with --expose-gc. */
export const liveMemory = 'live memory';

/* The product as it is, which looks at its sources, and tells of its memory, when it is told to. */
if (import.meta.main) {
  try {
    const app = await run(process.env);
    process.on('message', (message) => {
      if (message === look) app.lookNow().catch(fail);
      if (message === liveMemory) {
        globalThis.gc?.();
        process.send?.(process.memoryUsage().heapUsed);
      }
    });
  } catch (error) {
    fail(error);
  }
}
