import { setTimeout as pause } from 'node:timers/promises';
import type { SeenRequest, World } from '../playground/world/types.ts';

const givenUpMs = 300_000;

/** Whether a request to the connector opened a thread, as each new card does. */
export function isNewThread({ service, method, path, status }: SeenRequest): boolean {
  return service === 'connector' && method === 'POST' && path.endsWith('/v3/conversations') && status < 300;
}

/** The requests that posted so many cards since `began` (ms); each opened a thread. */
export async function untilPosted(world: World, count: number, began: number): Promise<readonly SeenRequest[]> {
  for (;;) {
    const posted = world.requests().filter(isNewThread);
    if (posted.length >= count) return posted;
    if (world.now().getTime() - began > givenUpMs)
      throw new Error(`Only ${posted.length} of ${count} cards were posted.`);
    await pause(100);
  }
}

/** Adds the bot to each partner's team. */
export async function installInTeams(world: World): Promise<void> {
  const { partners, people } = world.snapshot();
  for (const { tenantId, teamId } of partners) {
    const person = people.find((one) => one.tenantId === tenantId);
    if (person === undefined) throw new Error('a partner without people');
    await world.install(teamId, person.id);
  }
}

/** Waits until the bot has said hello to each partner. */
export async function untilWelcomed(world: World): Promise<void> {
  const { length: partners } = world.snapshot().partners;
  const welcomed = (): number => new Set(world.snapshot().messages.map((message) => message.conversationId)).size;
  for (const deadline = Date.now() + givenUpMs; welcomed() < partners; await pause(200))
    if (Date.now() > deadline) throw new Error(`Only ${welcomed()} of ${partners} teams were welcomed.`);
}
