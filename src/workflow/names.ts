import { day, hour } from '../domain/clocks.ts';
import type { Partner } from '../domain/partner.ts';
import type { CustomerDirectory, ReadAlert } from './outside-ports.ts';
import type { FoundNames, NameStore } from './partner-ports.ts';
import type { Log } from './ports.ts';

export interface NamesDeps {
  readonly names: NameStore;
  readonly customers: CustomerDirectory;
  readonly now: () => Date;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted; never rejects. */
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly log: Log;
}

type Alert = ReadAlert['alert'];
type LookUp = () => Promise<void>;

const atOnce = 8;
const maxAge = 7 * day;
/** After which a name is asked for again that Partner Center does not know. */
const maxUnknownAge = 6 * hour;
/** How long all alerts of a look wait for the names that their cards are to show. */
const patienceMs = 3000;
/** After which no further name is asked for, so that the partner's next look does not wait long. */
const mostMs = 30_000;

/** The names of what one look finds. */
export interface Naming {
  /** Begins to look names up; waits for them a short while, once in a look. */
  soon(alerts: readonly ReadAlert[]): Promise<void>;
  /** Resolves when the others have been looked up, too. Cards that were drawn before are drawn again then. */
  rest(): Promise<void>;
}

export function createNaming(deps: NamesDeps, partner: Partner): Naming {
  let begun = Promise.resolve();
  let patience = patienceMs;
  const left: ReadAlert[] = [];
  return {
    soon: async (alerts) => {
      if (patience <= 0) {
        left.push(...alerts);
        return;
      }
      const since = deps.now().getTime();
      begun = fillNames(deps, partner, alerts);
      const inTime = new AbortController();
      const isLate = await Promise.race([
        begun.then(() => false),
        deps.pause(patience, inTime.signal).then(() => true),
      ]).finally(() => inTime.abort());
      patience = isLate ? 0 : patience - (deps.now().getTime() - since);
    },
    rest: async () => {
      await begun;
      await fillNames(deps, partner, left);
    },
  };
}

/**
 * Looks up names that are not known yet, some at a time. A name that cannot be read never keeps an alert waiting for
 * another look.
 */
export async function fillNames(deps: NamesDeps, partner: Partner, alerts: readonly ReadAlert[]): Promise<void> {
  const wanted = await unknown(deps, partner, alerts);
  const until = deps.now().getTime() + mostMs;
  const ofCustomers = [...Map.groupBy(wanted, ({ customerTenantId }) => customerTenantId).values()];
  await someAtATime(ofCustomers.flatMap((list) => lookUps(deps, partner, list, until)));
}

/** What Partner Center said to a question: a name, or that it knows none. Undefined where it said nothing. */
type Answer = { readonly name: string | undefined } | undefined;

/** The questions about one customer and its subscriptions; whoever asks the last keeps what was answered. */
function lookUps(deps: NamesDeps, partner: Partner, alerts: readonly Alert[], until: number): readonly LookUp[] {
  const { customers } = deps;
  const ask = (read: () => Promise<string | undefined>) =>
    deps.now().getTime() < until ? quietly(deps, read) : undefined;
  let customer: Answer;
  const subscriptions = new Map<Alert, Answer>();
  let open = alerts.length + 1;
  const answered = async () => {
    open -= 1;
    if (open === 0) await keep(deps, partner, alerts, customer, subscriptions);
  };
  return [
    async () => {
      const name = alerts.find(({ customerName }) => customerName !== undefined)?.customerName;
      const [tenantId = ''] = alerts.map(({ customerTenantId }) => customerTenantId);
      customer = name === undefined ? await ask(() => customers.customerName(partner, tenantId)) : { name };
      await answered();
    },
    // Those of one customer follow each other, so that what they ask for alike is asked once (partner-center/client.ts).
    ...alerts.map((alert) => async () => {
      const { customerTenantId, subscriptionId, subscriptionName: name } = alert;
      const read = () => customers.subscriptionName(partner, customerTenantId, subscriptionId);
      subscriptions.set(alert, name === undefined ? await ask(read) : { name });
      await answered();
    }),
  ];
}

async function keep(
  deps: NamesDeps,
  partner: Partner,
  alerts: readonly Alert[],
  customer: Answer,
  subscriptions: ReadonlyMap<Alert, Answer>,
): Promise<void> {
  const found = alerts.map((alert): FoundNames => {
    const subscription = subscriptions.get(alert);
    return {
      customerTenantId: alert.customerTenantId,
      subscriptionId: alert.subscriptionId,
      ...(customer?.name === undefined ? {} : { customerName: customer.name }),
      ...(subscription?.name === undefined ? {} : { subscriptionName: subscription.name }),
      ...(customer === undefined || subscription === undefined ? { isPartial: true } : {}),
    };
  });
  const news = found.filter(
    ({ customerName, subscriptionName, isPartial }) => !isPartial || (customerName ?? subscriptionName) !== undefined,
  );
  if (news.length > 0) await deps.names.saveNames(partner.id, news, deps.now().toISOString());
}

/** One alert for each subscription whose names are not known, or were read long ago. */
async function unknown(deps: NamesDeps, partner: Partner, alerts: readonly ReadAlert[]): Promise<readonly Alert[]> {
  const wanted = [
    ...new Map(alerts.map(({ alert }) => [`${alert.customerTenantId} ${alert.subscriptionId}`, alert])).values(),
  ];
  if (wanted.length === 0) return [];
  const known = await deps.names.known(partner.id, wanted);
  return wanted.filter((_, i) => {
    const { readAt, customerName, subscriptionName } = known[i] ?? {};
    const most = customerName === undefined || subscriptionName === undefined ? maxUnknownAge : maxAge;
    return readAt === undefined || deps.now().getTime() - Date.parse(readAt) >= most;
  });
}

async function someAtATime(tasks: readonly LookUp[]): Promise<void> {
  const queue = tasks.values();
  const worker = async () => {
    for (const task of queue) await task();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, worker));
}

async function quietly(deps: NamesDeps, read: () => Promise<string | undefined>): Promise<Answer> {
  try {
    return { name: await read() };
  } catch (error) {
    deps.log.warn({ err: error }, 'a name could not be looked up');
    return undefined;
  }
}
