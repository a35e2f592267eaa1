import type { WorldMessage } from '../../playground/world/types.ts';
import type { AlarmKind } from '../../src/domain/alarms.ts';
import { cardText } from '../support/house.ts';
import type { Place } from './place.ts';

/** Looks for what is wrong that are made at once, by all processes. */
const sweeps = 12;
const over = /All clear|Risolto/;

/** Alarms of one kind in the database of a place, and what Teams shows of them; `title` is on their cards. */
export function alarmsSeen(place: () => Place, kind: AlarmKind, title: RegExp) {
  const messages = () => place().world.snapshot().messages;
  return {
    sweepByAll: async (): Promise<void> => {
      await place().records.pool.query(
        `select graphile_worker.add_job('sweep', '{}', job_key => 'test-sweep-' || gen_random_uuid()) from generate_series(1, $1)`,
        [sweeps],
      );
    },

    alarms: async (): Promise<readonly { readonly partner_id: string; readonly is_open: boolean }[]> => {
      const { rows } = await place().records.pool.query<{ partner_id: string; is_open: boolean }>(
        'select partner_id, cleared_at is null as is_open from alarms where kind = $1 order by partner_id',
        [kind],
      );
      return rows;
    },

    /** Cards. */
    said: (): readonly WorldMessage[] =>
      messages().filter(({ card, deleted }) => !deleted && card !== undefined && title.test(cardText(card))),
    saysOver: ({ card }: WorldMessage): boolean => over.test(cardText(card)),
    /** Lines in the threads of cards that an alarm is over. */
    replies: (): readonly WorldMessage[] =>
      messages().filter(({ text = '', from }) => from === 'bot' && over.test(text)),
  };
}
