import { z } from 'zod';
import { settingsSections } from '../../cards/settings-views.ts';
import { type Verb, verbs } from '../../cards/verbs.ts';
import { checklistNames } from '../domain/after-care.ts';
import { resourceKey } from '../domain/azure-resource.ts';
import { checkAnswers, checkNames, verdictKinds } from '../domain/case.ts';
import { ways } from '../domain/contact.ts';
import { type CaseId, isId, type MailId, type PackId, type PlanId, type PostId, type RunId } from '../domain/ids.ts';
import { packProfiles } from '../domain/pack.ts';
import { languages } from '../domain/partner.ts';
import { roles } from '../domain/people.ts';
import { impacts, supportKinds } from '../domain/support.ts';
import type { LetterId } from '../workflow/sending-ports.ts';

const caseId = z.custom<CaseId>((value) => isId('case', value));
const onCase = { case: caseId, rev: z.number().int().min(0) };
const check = z.enum(checkNames);
/** Clients send what was left alone as an empty string or not at all. */
const typed = z.string().max(100_000).default('');

/** Days in digits; nothing where the card offered no choice. */
const days = z
  .string()
  .max(4)
  .regex(/^\d*$/)
  .default('')
  .transform((text) => (text === '' ? undefined : Number(text)));

const planId = z.custom<PlanId>((value) => isId('plan', value));
const runId = z.custom<RunId>((value) => isId('run', value));
const key = z.string().min(1).max(500).transform(resourceKey);

/** Most resources that one press may name; forms offer far fewer. */
const mostKeys = 100;

/** A set of boxes arrives as values with commas between, of which a comma in a value is written `%2c`. */
const keys = z
  .string()
  .max(60_000)
  .default('')
  .transform((text) => text.split(',').flatMap((value) => value.trim().replaceAll(/%2c/gi, ',') || []))
  .pipe(z.array(key).max(mostKeys));

/** Toggles send their value in letters, nothing where the client knows none. */
const toggled = (whenAbsent: boolean) =>
  z
    .enum(['true', 'false', ''])
    .optional()
    .transform((value) => (value === undefined || value === '' ? whenAbsent : value === 'true'));

const scope = z
  .string()
  .max(200)
  .default('')
  .transform((text) => {
    if (text === 'strong') return { of: 'strong' } as const;
    const group = /^group:(.+)$/s.exec(text)?.[1]?.toLowerCase();
    return group === undefined ? ({ of: 'chosen' } as const) : ({ of: 'group', group } as const);
  });

/** Texts that the domain measures: whatever somebody pastes gets an answer that says how long it may be. */
const long = z.string().max(1_000_000).default('');
const mailId = z.custom<MailId>((value) => isId('mail', value));
const postId = z.custom<PostId>((value) => isId('post', value));
const letterId = z.custom<LetterId>(
  (value) => isId('post', value) || (typeof value === 'string' && /^job_\d{1,18}$/.test(value)),
);
const page = z.number().int().min(1).max(100_000).default(1);
const packId = z.custom<PackId>((value) => isId('pack', value));
const language = z.enum(languages);
const way = z.enum(ways);
const onSupport = { ...onCase, kind: z.enum(supportKinds) };

/** The case that the settings were opened from; what is none leads back to none. */
const fromCase = { from: caseId.optional().catch(undefined) };
const onSettings = { ...fromCase, rev: z.number().int().min(0) };
/** What stands in the form of a new rule, also while another button of its card is pressed. */
const ruleInputs = { customer: typed, customerId: typed, reseller: typed, atLeast: typed, to: typed };
/** A form whose choice was left alone means the first. */
const groupHow = z
  .enum(['instead', 'besides', 'take', ''])
  .default('instead')
  .transform((how) => (how === '' ? 'instead' : how));
const onGroup = { ...onSettings, role: z.enum(roles), group: typed, how: groupHow };
/** Clients send numbers as text, and some as numbers. */
const numberOrText = z.union([z.string().max(100), z.number()]);
const number = numberOrText.default('').transform((value) => String(value));

/** Which resources the inventory's form means. */
const selection = { chosen: keys, scope, attached: toggled(true) };

/** What each button carries, as it must arrive to be acted upon: the contract of cards/verbs.ts, checked. */
export const buttonData = {
  [verbs.claim]: z.object(onCase),
  [verbs.release]: z.object(onCase),
  [verbs.checkOpen]: z.object({ ...onCase, check, language: language.optional() }),
  [verbs.checkAnswer]: z.object({
    ...onCase,
    check,
    answer: z.enum(checkAnswers),
    note: typed,
    from: typed,
    way: z
      .enum([...ways, ''])
      .optional()
      .transform((value) => (value === '' ? undefined : value)),
  }),
  [verbs.checkAgain]: z.object({ ...onCase, check }),
  [verbs.caseShow]: z.object({ case: caseId }),
  [verbs.caseRefresh]: z.object({ case: caseId }),
  [verbs.decideOpen]: z.object(onCase),
  [verbs.decide]: z.object({ ...onCase, verdict: z.enum(verdictKinds), reason: typed, remember: days }),
  [verbs.moreOpen]: z.object(onCase),
  [verbs.note]: z.object({ ...onCase, text: typed }),
  [verbs.snooze]: z.object({ ...onCase, hours: z.coerce.number().int().min(1).max(1000), reason: typed }),
  [verbs.assign]: z.object({ ...onCase, to: z.string().max(100) }),
  [verbs.close]: z.object({ ...onCase, because: typed, waive: toggled(false) }),
  [verbs.reopen]: z.object({ ...onCase, because: typed }),
  [verbs.reportAgain]: z.object(onCase),
  [verbs.memorySame]: z.object({ ...onCase, compared: z.string().max(40) }),
  [verbs.memoryOpen]: z.object({ page }),
  [verbs.memoryForget]: z.object(onCase),
  [verbs.inventoryOpen]: z.object(onCase),
  [verbs.investigateAgain]: z.object(onCase),
  [verbs.timelineOpen]: z.object({ ...onCase, resource: key.optional() }),
  [verbs.resourcesStop]: z.object({ ...onCase, ...selection }),
  [verbs.resourcesStart]: z.object({ ...onCase, run: runId }),
  [verbs.planRequest]: z.object({
    ...onCase,
    ...selection,
    kind: z.literal('subscription').optional(),
    again: planId.optional(),
    lift: z.literal(true).optional(),
  }),
  [verbs.planOpen]: z.object({ ...onCase, plan: planId }),
  [verbs.planApprove]: z.object({
    ...onCase,
    plan: planId,
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    typedName: typed,
  }),
  [verbs.planDrop]: z.object({ ...onCase, plan: planId }),
  [verbs.runCancel]: z.object({ ...onCase, run: runId }),
  [verbs.afterCareOpen]: z.object(onCase),
  [verbs.checklistAnswer]: z.object({
    ...onCase,
    item: z.enum(checklistNames),
    state: z.enum(['done', 'waived']),
    note: typed,
  }),
  [verbs.supportOpen]: z.object(onSupport),
  [verbs.supportCompose]: z.object({
    ...onSupport,
    title: long,
    problemType: long,
    impact: z.enum(impacts).default('moderate'),
    description: long,
    contactName: long,
    contactEmail: long,
    contactPhone: long,
  }),
  [verbs.supportFile]: z.object({ ...onSupport, number: typed }),
  [verbs.supportDrop]: z.object(onSupport),
  [verbs.supportNote]: z.object({ ...onSupport, text: long }),
  [verbs.supportTrack]: z.object(onSupport),
  [verbs.contactSend]: z.object({ ...onCase, language, to: typed, subject: long, draft: long }),
  [verbs.contactSettle]: z.object({ ...onCase, mail: mailId, sent: z.boolean() }),
  [verbs.contactNote]: z.object({ ...onCase, triedWay: way, triedTo: typed, triedNote: long }),
  [verbs.contactWait]: z.object({ ...onCase, hours: z.coerce.number().int().min(1).max(1000) }),
  [verbs.evidenceOpen]: z.object(onCase),
  [verbs.evidenceMake]: z.object({ ...onCase, profile: z.enum(packProfiles), language }),
  [verbs.evidenceFetch]: z.object({ ...onCase, pack: packId }),
  [verbs.listOpen]: z.object({ which: z.enum(['cases', 'mine']), page }),
  [verbs.alertsOpen]: z.object({ list: postId, page }),
  [verbs.alertsCard]: z.object({ list: postId, case: caseId, page }),
  [verbs.settingsOpen]: z.object({ ...fromCase, section: z.enum(settingsSections).optional() }),
  [verbs.settingsJoin]: z.object(fromCase),
  [verbs.settingsLanguage]: z.object({ ...onSettings, channel: typed, language: typed }),
  [verbs.settingsDefault]: z.object({ ...onSettings, ...ruleInputs, defaultChannel: typed }),
  [verbs.settingsRule]: z.object({ ...onSettings, ...ruleInputs, defaultChannel: typed }),
  [verbs.settingsOrder]: z.object({
    ...onSettings,
    ...ruleInputs,
    defaultChannel: typed,
    rule: z.number().int().min(0).max(1000),
    move: z.enum(['up', 'remove']),
  }),
  [verbs.settingsReminders]: z.object({
    ...onSettings,
    owner: typed,
    channel: typed,
    escalation: typed,
    escalationChannel: typed,
  }),
  [verbs.settingsDigest]: z.object({
    ...onSettings,
    digestOn: typed,
    digestAt: typed,
    days: typed,
    timeZone: typed,
  }),
  [verbs.settingsGive]: z.object({ ...onSettings, role: typed, person: typed, held: typed }),
  [verbs.settingsTake]: z.object({ ...onSettings, role: typed, person: typed, held: typed }),
  [verbs.settingsLookUp]: z.object(onGroup),
  [verbs.settingsGroup]: z.object(onGroup),
  [verbs.settingsRemoval]: z.object({
    ...onSettings,
    twoPersonAbove: number,
    mostResources: number,
    mostPercent: number,
    memoryDays: numberOrText.transform((value) => String(value)).optional(),
  }),
  [verbs.failedOpen]: z.object({ page }),
  [verbs.failedRetry]: z.object({ letter: letterId.optional() }),
  [verbs.statusOpen]: z.object({}),
  [verbs.helpOpen]: z.object({}),
} as const satisfies Record<Verb, z.ZodType>;

export function isVerb(verb: unknown): verb is Verb {
  return typeof verb === 'string' && Object.hasOwn(buttonData, verb);
}
