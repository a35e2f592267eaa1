import { callbackWrong, consentWrong, reportWrong, type SilenceLimits, sourceWrong } from '../domain/alarm-signs.ts';
import { type Alarm, settle, type Wrong } from '../domain/alarms.ts';
import type { NewId, PartnerId } from '../domain/ids.ts';
import { cardWithinMs } from '../domain/ledger.ts';
import type { Partner } from '../domain/partner.ts';
import { partnerChannels } from '../domain/routing.ts';
import { type AlarmCard, type AlarmStore, alarmCardKey, type DrawnCard } from './ledger-ports.ts';
import type { PartnerStore } from './partner-ports.ts';
import type { Log } from './ports.ts';
import type { NewPost, PostStore } from './post-ports.ts';
import type { Channel, ChannelStore } from './teams-ports.ts';

export interface WatchDeps {
  readonly partners: Pick<PartnerStore, 'all'>;
  readonly channels: Pick<ChannelStore, 'ofPartner'>;
  readonly posts: Pick<PostStore, 'known'>;
  readonly alarms: AlarmStore;
  readonly silence: SilenceLimits;
  readonly newId: NewId;
  readonly now: () => Date;
  readonly log: Log;
  /** The card of an alarm for each of these channels. */
  readonly raisedPosts: (partner: Partner, alarm: Alarm, channels: readonly Channel[]) => Promise<readonly NewPost[]>;
  /** Its cards, as they are by now. */
  readonly redrawnCards: (partner: Partner, alarm: Alarm, cards: readonly AlarmCard[]) => Promise<readonly DrawnCard[]>;
  readonly allClear: (partner: Partner, alarm: Alarm, cards: readonly AlarmCard[]) => readonly NewPost[];
}

/**
 * Looks at the ledger, the sources, the callbacks and the background sign-ins for what is wrong: raises an alarm for each, once, has those that are open
 * say what is so by now, and ends those that are mended. Runs each minute, and may run at any time and in any number of processes.
 */
export async function watch(deps: WatchDeps): Promise<void> {
  const now = deps.now();
  const [partners, open] = await Promise.all([deps.partners.all(), deps.alarms.open()]);
  const wrong = await allWrong(deps, open, now);
  for (const partner of partners) {
    const isOf = (one: { readonly partnerId: string }) => one.partnerId === partner.id;
    const known = open.filter(isOf);
    const found = wrong.filter(isOf);
    if (known.length + found.length > 0) await settleOf(deps, partner, known, found);
  }
}

async function allWrong(
  { alarms, silence }: WatchDeps,
  open: readonly Alarm[],
  now: Date,
): Promise<readonly (Wrong & { readonly partnerId: PartnerId })[]> {
  const [uncarded, decided, sources, callbacks, consents] = await Promise.all([
    alarms.uncarded(new Date(now.getTime() - cardWithinMs).toISOString()),
    alarms.decided(),
    alarms.sources(),
    alarms.callbackSigns(now.toISOString()),
    alarms.lostConsents(),
  ]);
  const known = new Set(open.flatMap(({ facts }) => facts.caseId ?? []));
  const of = (partnerId: PartnerId, ...wrong: readonly (Wrong | undefined)[]) =>
    wrong.filter((one) => one !== undefined).map((one) => ({ ...one, partnerId }));
  return [
    ...uncarded,
    ...decided.flatMap((one) => of(one.case.partnerId, reportWrong(one, now, known.has(one.case.id)))),
    ...sources.flatMap((one) => of(one.partnerId, sourceWrong(one, silence, now))),
    ...callbacks.flatMap((one) => of(one.partnerId, ...callbackWrong(one, now))),
    ...consents.flatMap((one) => of(one.partnerId, consentWrong(one))),
  ];
}

async function settleOf(
  deps: WatchDeps,
  partner: Partner,
  known: readonly Alarm[],
  found: readonly Wrong[],
): Promise<void> {
  const { raise, over, changed } = settle(known, found);
  const ready = (await deps.channels.ofPartner(partner.id)).filter(({ state }) => state === 'ready');
  const channels = partnerChannels(partner.routing, ready);
  const at = deps.now().toISOString();
  for (const { kind, subject, facts } of raise) {
    const alarm: Alarm = { id: deps.newId('alarm'), partnerId: partner.id, kind, subject, facts, raisedAt: at };
    if (await deps.alarms.raise(alarm, await deps.raisedPosts(partner, alarm, channels)))
      deps.log.error({ partner: partner.id, alarm: alarm.id, kind, subject }, 'an alarm is raised');
  }
  for (const { before, facts } of changed) {
    const cards = await deps.alarms.cards(before);
    await deps.alarms.change(before, facts, await deps.redrawnCards(partner, { ...before, facts }, cards));
  }
  for (const alarm of over) {
    const cards = await deps.alarms.cards(alarm);
    const drawn = await deps.redrawnCards(partner, { ...alarm, clearedAt: at }, cards);
    if (await deps.alarms.clear(alarm, at, { cards: drawn, posts: deps.allClear(partner, alarm, cards) }))
      deps.log.info({ partner: partner.id, alarm: alarm.id, kind: alarm.kind }, 'an alarm is over');
  }
  const ended = new Set(over.map(({ id }) => id));
  const now = new Map(changed.map(({ before, facts }) => [before.id, facts]));
  const still = known
    .filter(({ id, kind }) => !ended.has(id) && kind !== 'not-carded')
    .map((alarm) => ({ ...alarm, facts: now.get(alarm.id) ?? alarm.facts }));
  await sayInNewChannels(deps, partner, still, channels);
}

/** A channel that came after an alarm learns of it, too; but for missing cards, which it is about to get itself. */
async function sayInNewChannels(
  deps: WatchDeps,
  partner: Partner,
  alarms: readonly Alarm[],
  channels: readonly Channel[],
): Promise<void> {
  const keys = alarms.flatMap(({ id }) => channels.map((channel) => alarmCardKey(id, channel.id)));
  if (keys.length === 0) return;
  const said = new Set(await deps.posts.known(keys));
  for (const alarm of alarms) {
    const missing = channels.filter((channel) => !said.has(alarmCardKey(alarm.id, channel.id)));
    if (missing.length > 0) await deps.alarms.sayAlso(alarm, await deps.raisedPosts(partner, alarm, missing));
  }
}
