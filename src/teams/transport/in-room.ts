import { setTimeout as pause } from 'node:timers/promises';
import type { CallRoom, CountedCall, RoomMoment } from '../../workflow/sending-ports.ts';
import { ConnectorError } from './connector-error.ts';

/** Milliseconds before its moment at which a call goes on to wait for it and nothing else. */
const shortWait = 20;

/** Makes a call to Teams at a moment within its limits; throws what the call throws. */
export type InRoom = <T>(call: CountedCall, work: () => Promise<T>) => Promise<T>;

/**
 * Keeps Teams' limits for calls that have no moment of a post. One that would have to wait longer than `patienceMs` is not
 * made: it throws the ConnectorError `throttled`, as Teams would answer it.
 */
export function createInRoom(room: CallRoom, patienceMs: number): InRoom {
  /** Waits for its moment, as often as that is put off; answers it. */
  async function wait(call: CountedCall): Promise<RoomMoment> {
    let given: RoomMoment | undefined;
    for (let waited = 0; ; ) {
      const { moment, waitMs } = await room.take(call, given, shortWait);
      if (waited + waitMs > patienceMs) {
        await room.giveBack(call, moment);
        throw new ConnectorError({ kind: 'throttled', status: 0, code: 'NoRoom', method: 'none', host: 'nowhere' });
      }
      if (waitMs > 0) await pause(waitMs);
      if (waitMs <= shortWait) return moment;
      waited += waitMs;
      given = moment;
    }
  }

  return async (call, work) => {
    const moment = await wait(call);
    try {
      return await work();
    } finally {
      await room.answered(call, moment);
    }
  };
}
