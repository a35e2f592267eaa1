import type { CallRoom, CountedCall, RoomMoment } from '../workflow/sending-ports.ts';
import type { Database } from './database.ts';

const of = ({ tenantId, about }: CountedCall) => [about, tenantId.toLowerCase()] as const;

/**
 * Room for calls that are no posts, in the windows that posts are counted in (docs/decisions/0002-send-limiter.md). Roster
 * reads have twice the room of a conversation's messages, which is not made use of; what is counted exactly is the tenant.
 * Moments go to and fro as text, as a Date would lose their microseconds and they are found by them again.
 */
export function createCallRoom({ pool }: Pick<Database, 'pool'>): CallRoom {
  return {
    take: async (call, given, patienceMs) => {
      const { rows } = await pool.query<{ moment: RoomMoment; wait: number }>({
        name: 'take-room',
        text: `select moment::text, extract(epoch from moment - clock_timestamp())::float8 * 1000 as wait
          from take_send($1, $2, $3::timestamptz, clock_timestamp(), make_interval(secs => $4::float8 / 1000)) as moment`,
        values: [...of(call), given ?? null, patienceMs],
      });
      const [taken] = rows;
      if (taken === undefined) throw new TypeError('a moment was not given');
      return { moment: taken.moment, waitMs: Math.max(0, Math.ceil(taken.wait)) };
    },

    // Row by row, the tenant's first, as everybody locks them.
    giveBack: async (call, moment) => {
      const [about, tenant] = of(call);
      for (const key of [`tenant:${tenant}`, `thread:${about}`])
        await pool.query(
          `update send_windows set sent = without_moment(sent, $2::timestamptz), promised = without_moment(promised, $2::timestamptz)
           where key = $1`,
          [key, moment],
        );
    },

    answered: async (call, moment) => {
      await pool.query('select count_answered($1, $2, $3::timestamptz)', [...of(call), moment]);
    },
  };
}
