import type { ReportGoal } from '../../src/domain/case.ts';
import type { ReportedAlert } from '../../src/domain/detection.ts';
import type { Person } from '../../src/domain/people.ts';
import type {
  AlertPage,
  AlertSource,
  ReadAlert,
  TellOutcome,
  UnreadableAlert,
} from '../../src/workflow/outside-ports.ts';

export interface Told {
  readonly subscriptionId: string;
  readonly externalIds: readonly string[];
  readonly goal: ReportGoal;
  readonly by: Person;
}

/** A source by hand: alerts that tests put there, and answers that tests can change. */
export interface FakeSource extends AlertSource {
  /** Puts an alert there or changes it, at this moment of the source's clock. */
  put(alert: ReportedAlert, changedAt: string): void;
  unreadable: UnreadableAlert[];
  /** The `since` of each look. */
  readonly looks: (string | undefined)[];
  readonly told: Told[];
  /** What happens when somebody is told; does to the alerts what was asked unless replaced. */
  onTell: (told: Told) => Promise<TellOutcome> | TellOutcome;
  /** Called before each page is read; may throw. */
  onRead: () => Promise<void> | void;
  /** Called before a subscription is read back; may throw. */
  onReadBack: () => Promise<void> | void;
  /** What the default `onTell` does: sets status and reason of the alerts. */
  applied(told: Told): TellOutcome;
}

const pageSize = 2;

const readOf = ({ alert }: { readonly alert: ReportedAlert }): ReadAlert => ({
  alert,
  raw: { id: alert.externalId },
});

export function fakeSource(): FakeSource {
  const alerts = new Map<string, { alert: ReportedAlert; changedAt: string }>();
  const fake: FakeSource = {
    unreadable: [],
    looks: [],
    told: [],
    onTell: (told) => fake.applied(told),
    onRead: () => {},
    onReadBack: () => {},

    put(alert, changedAt) {
      alerts.set(alert.externalId, { alert, changedAt });
    },

    applied({ externalIds, goal, by }) {
      for (const id of externalIds) {
        const known = alerts.get(id);
        if (known === undefined) return { kind: 'refused', why: 'not-found', detail: id };
        const resolution =
          goal.status === 'resolved' ? { resolvedReason: goal.reason, resolvedBy: `${by.name}@partner.example` } : {};
        alerts.set(id, { ...known, alert: { ...known.alert, status: goal.status, ...resolution } });
      }
      return { kind: 'told' };
    },

    async *readAlerts(_, since) {
      fake.looks.push(since);
      const due = [...alerts.values()].filter(({ changedAt }) => since === undefined || changedAt >= since).map(readOf);
      for (let at = 0; at === 0 || at < due.length; at += pageSize) {
        await fake.onRead();
        const page: AlertPage = { alerts: due.slice(at, at + pageSize), unreadable: at === 0 ? fake.unreadable : [] };
        yield page;
      }
    },

    async readSubscription(_, subscriptionId) {
      await fake.onReadBack();
      const mine = [...alerts.values()].filter(({ alert }) => alert.subscriptionId === subscriptionId);
      return { alerts: mine.map(readOf), unreadable: [] };
    },

    async tell(_, told, by) {
      fake.told.push({ ...told, by });
      return await fake.onTell({ ...told, by });
    },
  };
  return fake;
}
