/** The prefix that says what an id names. */
const prefixes = {
  partner: 'ptr',
  case: 'case',
  detection: 'det',
  channel: 'chn',
  post: 'post',
  plan: 'plan',
  run: 'run',
  mail: 'mail',
  pack: 'pack',
  alarm: 'alm',
} as const;

export type IdKind = keyof typeof prefixes;
export type Id<K extends IdKind> = `${(typeof prefixes)[K]}_${string}`;
export type PartnerId = Id<'partner'>;
export type CaseId = Id<'case'>;
export type DetectionId = Id<'detection'>;
export type ChannelId = Id<'channel'>;
export type PostId = Id<'post'>;
export type PlanId = Id<'plan'>;
export type RunId = Id<'run'>;
export type MailId = Id<'mail'>;
export type PackId = Id<'pack'>;
export type AlarmId = Id<'alarm'>;

/** Makes ids from a source of randomness: `random` gives a fresh UUID at each call. */
export function idMaker(random: () => string) {
  return <K extends IdKind>(kind: K): Id<K> => `${prefixes[kind]}_${random().replaceAll('-', '')}` as Id<K>;
}

export type NewId = ReturnType<typeof idMaker>;

/** Whether a text that came from outside has the form of an id of that kind; says nothing about existence. */
export function isId<K extends IdKind>(kind: K, value: unknown): value is Id<K> {
  return typeof value === 'string' && value.startsWith(`${prefixes[kind]}_`) && /^[a-z]+_[0-9a-f]{32}$/.test(value);
}
