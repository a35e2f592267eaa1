import type { LedgerView } from '../../cards/ledger-views.ts';
import { day } from '../domain/clocks.ts';
import { ledgerDay, sumOfCallbacks, sumOfLines } from '../domain/ledger.ts';
import type { Partner } from '../domain/partner.ts';
import type { CallbackEntry, LedgerEntry, LedgerStore } from '../workflow/ledger-ports.ts';

const shownDays = 7;

/** A partner's ledger of today and the days before. */
export async function readLedger(
  store: LedgerStore,
  partner: Pick<Partner, 'id' | 'source'>,
  now: Date,
): Promise<LedgerView> {
  const since = ledgerDay(new Date(now.getTime() - (shownDays - 1) * day));
  const [alerts, callbacks] = await Promise.all([
    store.alerts({ partnerId: partner.id, since, now: now.toISOString() }),
    store.callbacks({ partnerId: partner.id, since }),
  ]);
  return ledgerView({ partner, alerts, callbacks, now });
}

function ledgerView(read: {
  readonly partner: Pick<Partner, 'source'>;
  readonly alerts: readonly LedgerEntry[];
  readonly callbacks: readonly CallbackEntry[];
  readonly now: Date;
}): LedgerView {
  const today = ledgerDay(read.now);
  const isToday = (entry: { readonly day: string }) => entry.day === today;
  const bySource = Map.groupBy(read.alerts, ({ source }) => source);
  if (!bySource.has(read.partner.source)) bySource.set(read.partner.source, []);
  return {
    sources: [...bySource].map(([name, lines]) => ({
      name,
      today: sumOfLines(lines.filter(isToday)),
      week: sumOfLines(lines),
    })),
    ...(read.callbacks.length === 0
      ? {}
      : {
          callbacks: {
            today: sumOfCallbacks(read.callbacks.filter(isToday)),
            week: sumOfCallbacks(read.callbacks),
          },
        }),
  };
}
