import { fail, run } from '../src/run.ts';

/** Has the bot look at all its sources at once. */
export const look = 'look';

/* The product as it is, which looks at its sources when it is told to. */
if (import.meta.main) {
  try {
    const app = await run(process.env);
    process.on('message', (message) => {
      if (message === look) app.lookNow().catch(fail);
    });
  } catch (error) {
    fail(error);
  }
}
