import type { AskingVerbData } from './asking-verbs.ts';
import type { WayName } from './asking-views.ts';
import type { ChecklistItem } from './plan-views.ts';
import type { SettingsVerbData } from './settings-verbs.ts';
import type { CheckAnswer, CheckName, Language, ListName, VerdictKind } from './views.ts';

/**
 * What a button of a card asks for: the `verb` of its Action.Execute. The contract between cards and
 * src/teams/actions.ts; names are stable because cards in old messages carry them for years.
 */
export const verbs = {
  claim: 'claim',
  release: 'release',
  checkOpen: 'check.open',
  checkAnswer: 'check.answer',
  checkAgain: 'check.again',
  caseShow: 'case.show',
  caseRefresh: 'case.refresh',
  decideOpen: 'decide.open',
  decide: 'decide',
  moreOpen: 'more.open',
  note: 'note',
  snooze: 'snooze',
  assign: 'assign',
  close: 'close',
  reopen: 'reopen',
  reportAgain: 'report.again',
  memorySame: 'memory.same',
  memoryOpen: 'memory.open',
  memoryForget: 'memory.forget',
  inventoryOpen: 'inventory.open',
  investigateAgain: 'investigate.again',
  timelineOpen: 'timeline.open',
  resourcesStop: 'resources.stop',
  resourcesStart: 'resources.start',
  planRequest: 'plan.request',
  planOpen: 'plan.open',
  planApprove: 'plan.approve',
  planDrop: 'plan.drop',
  runCancel: 'run.cancel',
  afterCareOpen: 'aftercare.open',
  checklistAnswer: 'checklist.answer',
  supportOpen: 'support.open',
  supportCompose: 'support.compose',
  supportFile: 'support.file',
  supportDrop: 'support.drop',
  supportNote: 'support.note',
  supportTrack: 'support.track',
  contactSend: 'contact.send',
  contactSettle: 'contact.settle',
  contactNote: 'contact.note',
  contactWait: 'contact.wait',
  evidenceOpen: 'evidence.open',
  evidenceMake: 'evidence.make',
  evidenceFetch: 'evidence.fetch',
  listOpen: 'list.open',
  alertsOpen: 'alerts.open',
  alertsCard: 'alerts.card',
  settingsOpen: 'settings.open',
  settingsJoin: 'settings.join',
  settingsLanguage: 'settings.language',
  settingsDefault: 'settings.default',
  settingsRule: 'settings.rule',
  settingsOrder: 'settings.order',
  settingsReminders: 'settings.reminders',
  settingsDigest: 'settings.digest',
  settingsGive: 'settings.give',
  settingsTake: 'settings.take',
  settingsLookUp: 'settings.lookUp',
  settingsGroup: 'settings.group',
  settingsRemoval: 'settings.removal',
  failedOpen: 'failed.open',
  failedRetry: 'failed.retry',
  statusOpen: 'status.open',
  helpOpen: 'help.open',
} as const;

export type Verb = (typeof verbs)[keyof typeof verbs];

/** The case that a button is about and the revision that its card showed. */
export interface OnCase {
  readonly case: string;
  readonly rev: number;
}

/**
 * Which resources, as the inventory's form says it. `chosen` holds keys with commas between; a comma in a key is written
 * `%2c`. `scope` says whether those are meant, or all with strong signs, or all that may mine in a group:
 * `chosen`, `strong`, or `group:` and its name. `attached` is `true` or `false`.
 */
export interface ChosenInput {
  readonly chosen?: string;
  readonly scope?: string;
  readonly attached?: string;
}

/** No members at all. */
export type Nothing = Readonly<Record<string, never>>;

/**
 * What arrives in `action.data` per verb. `fixed` is written by the card, `input` is what a person typed or chose: the
 * name equals the id of the Input element, the value is a string, and it is absent or empty where the input is optional
 * and was left alone. Everything is outside data to the receiver: a client can send anything.
 * Ids of inputs are unique within a card together with its show cards, which is why closing and reopening, whose
 * form stands beside the one for snoozing, say `because`.
 */
export interface VerbData extends AskingVerbData, SettingsVerbData {
  readonly claim: { readonly fixed: OnCase; readonly input: Nothing };
  readonly release: { readonly fixed: OnCase; readonly input: Nothing };
  /** Shows a check's card, and has its facts read when there are none yet; `language` is that of the message to the customer. */
  readonly 'check.open': {
    readonly fixed: OnCase & { readonly check: CheckName; readonly language?: Language };
    readonly input: Nothing;
  };
  /** `from` and `way` are of the customer check alone: who said so, and how. */
  readonly 'check.answer': {
    readonly fixed: OnCase & { readonly check: CheckName; readonly answer: CheckAnswer };
    readonly input: { readonly note?: string; readonly from?: string; readonly way?: WayName | '' };
  };
  /** Has a check's facts read again. */
  readonly 'check.again': { readonly fixed: OnCase & { readonly check: CheckName }; readonly input: Nothing };
  /** Shows the case as it is now: Back, the row of a list, a stale card. Changes nothing, so it names no revision. */
  readonly 'case.show': { readonly fixed: Pick<OnCase, 'case'>; readonly input: Nothing };
  /** Sent by Teams itself (`trigger: automatic`) or by a person from the message's menu. */
  readonly 'case.refresh': { readonly fixed: Pick<OnCase, 'case'>; readonly input: Nothing };
  readonly 'decide.open': { readonly fixed: OnCase; readonly input: Nothing };
  readonly decide: {
    readonly fixed: OnCase & { readonly verdict: VerdictKind };
    /** `remember` is a whole number of days in digits, 0 for not at all. */
    readonly input: { readonly reason: string; readonly remember?: string };
  };
  /** Shows the further actions; of a closed case, the form that reopens it. */
  readonly 'more.open': { readonly fixed: OnCase; readonly input: Nothing };
  readonly note: { readonly fixed: OnCase; readonly input: { readonly text: string } };
  /** `hours` is a whole number in digits, one of `snoozeHours`. */
  readonly snooze: { readonly fixed: OnCase; readonly input: { readonly hours: string; readonly reason: string } };
  /** `to` is the `id` of one of the view's candidates. */
  readonly assign: { readonly fixed: OnCase; readonly input: { readonly to: string } };
  /** `waive` is `true` where the person answers for what is still open of a fraud case. */
  readonly close: { readonly fixed: OnCase; readonly input: { readonly because: string; readonly waive?: string } };
  readonly reopen: { readonly fixed: OnCase; readonly input: { readonly because: string } };
  readonly 'report.again': { readonly fixed: OnCase; readonly input: Nothing };
  /** Shows what may mine, and has it read when it was not yet. */
  readonly 'inventory.open': { readonly fixed: OnCase; readonly input: Nothing };
  /** Confirms as before; `compared` names the comparison that the card showed. */
  readonly 'memory.same': { readonly fixed: OnCase & { readonly compared: string }; readonly input: Nothing };
  /** Shows what is remembered, one page of it. */
  readonly 'memory.open': { readonly fixed: { readonly page?: number }; readonly input: Nothing };
  /** What was confirmed in that case counts no more. */
  readonly 'memory.forget': { readonly fixed: OnCase; readonly input: Nothing };
  /** Has the subscription read again. */
  readonly 'investigate.again': { readonly fixed: OnCase; readonly input: Nothing };
  /** How it came to be; of one resource where its key is given. */
  readonly 'timeline.open': { readonly fixed: OnCase & { readonly resource?: string }; readonly input: Nothing };
  readonly 'resources.stop': { readonly fixed: OnCase; readonly input: ChosenInput };
  /** Undoes the stop that `run` names. */
  readonly 'resources.start': { readonly fixed: OnCase & { readonly run: string }; readonly input: Nothing };
  /**
   * Asks for a plan: of what is chosen, of the whole subscription (`kind`), or of the same as an earlier plan (`again`);
   * `lift` where an owner answers for more than the guards allow.
   */
  readonly 'plan.request': {
    readonly fixed: OnCase & { readonly kind?: 'subscription'; readonly again?: string; readonly lift?: true };
    readonly input: ChosenInput;
  };
  readonly 'plan.open': { readonly fixed: OnCase & { readonly plan: string }; readonly input: Nothing };
  readonly 'plan.approve': {
    readonly fixed: OnCase & { readonly plan: string; readonly hash: string };
    readonly input: { readonly typedName: string };
  };
  readonly 'plan.drop': { readonly fixed: OnCase & { readonly plan: string }; readonly input: Nothing };
  /** Stops what has not begun. */
  readonly 'run.cancel': { readonly fixed: OnCase & { readonly run: string }; readonly input: Nothing };
  readonly 'aftercare.open': { readonly fixed: OnCase; readonly input: Nothing };
  readonly 'checklist.answer': {
    readonly fixed: OnCase & { readonly state: 'done' | 'waived' };
    readonly input: { readonly item: ChecklistItem; readonly note?: string };
  };
  readonly 'list.open': {
    readonly fixed: { readonly which: ListName; readonly page?: number };
    readonly input: Nothing;
  };
  /** Shows the list of a burst as it is now, one page of it; also sent by Teams itself. */
  readonly 'alerts.open': {
    readonly fixed: { readonly list: string; readonly page?: number };
    readonly input: Nothing;
  };
  /** Gives a case on a list a card of its own, in the channel of the list. */
  readonly 'alerts.card': {
    readonly fixed: Pick<OnCase, 'case'> & { readonly list: string; readonly page?: number };
    readonly input: Nothing;
  };
  /** What failed for good, one page of it. */
  readonly 'failed.open': { readonly fixed: { readonly page?: number }; readonly input: Nothing };
  /** Has one of it tried again, or all. */
  readonly 'failed.retry': { readonly fixed: { readonly letter?: string }; readonly input: Nothing };
  readonly 'status.open': { readonly fixed: Nothing; readonly input: Nothing };
  readonly 'help.open': { readonly fixed: Nothing; readonly input: Nothing };
}

/** Hours that the snooze form offers; the longest is the domain's `maxSnoozeHours`. */
export const snoozeHours = [1, 2, 4, 8, 24, 72, 168] as const;

/** Most resources that can be ticked on a card. */
export const mostChoices = 25;

/** Longest text of a note or reason, as the domain's `maxTextLength`. */
export const maxTextLength = 4000;
