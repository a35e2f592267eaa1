import { z } from 'zod';
import { fail, run } from '../src/run.ts';

/** What the local world tells its bot: how far its clock is ahead, and that a source has something new. */
const messageSchema = z.object({ clockAheadMs: z.number(), look: z.boolean() });
export type BotMessage = z.infer<typeof messageSchema>;

/* The product as it is, but by the clock of the local world. Waiting for Microsoft's next poll would be dull to watch, so
   it looks at its sources when the world says so, as a webhook would have it do. */
let clockAheadMs = Number(process.env['WORLD_CLOCK_AHEAD_MS'] ?? 0);

try {
  const app = await run(process.env, () => new Date(Date.now() + clockAheadMs));
  process.on('message', (message) => {
    const said = messageSchema.parse(message);
    clockAheadMs = said.clockAheadMs;
    if (said.look) app.lookNow().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  });
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
} catch (error) {
  fail(error);
}
