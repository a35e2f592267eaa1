import type { GroupHow, RoleName, SettingsSection } from './settings-views.ts';

type Nothing = Readonly<Record<string, never>>;
/** The case whose card was left for the settings, which they lead back to. */
interface FromCase {
  readonly from?: string;
}
/** The revision of the settings that the form showed. */
interface OnSettings extends FromCase {
  readonly rev: number;
}

interface GroupData {
  readonly role: RoleName;
  readonly group: string;
  readonly how: GroupHow;
}

/** What the buttons of the settings carry; see verbs.ts. Empty inputs mean what the form says beside them. */
export interface SettingsVerbData {
  /** Shows all settings, or the form of one part. */
  readonly 'settings.open': {
    readonly fixed: FromCase & { readonly section?: SettingsSection };
    readonly input: Nothing;
  };
  /** Has the channel in which it is pressed used for alerts. */
  readonly 'settings.join': { readonly fixed: FromCase; readonly input: Nothing };
  readonly 'settings.language': {
    readonly fixed: OnSettings;
    readonly input: { readonly channel: string; readonly language: string };
  };
  readonly 'settings.default': { readonly fixed: OnSettings; readonly input: { readonly defaultChannel: string } };
  /** Adds a rule at the end; `to` holds ids of channels with commas between. */
  readonly 'settings.rule': {
    readonly fixed: OnSettings;
    readonly input: {
      readonly customer: string;
      readonly customerId?: string;
      readonly reseller?: string;
      readonly atLeast: string;
      readonly to: string;
    };
  };
  /** `rule` counts from 0. */
  readonly 'settings.order': {
    readonly fixed: OnSettings & { readonly rule: number; readonly move: 'up' | 'remove' };
    readonly input: Nothing;
  };
  /** Hours after the detection, with commas between. */
  readonly 'settings.reminders': {
    readonly fixed: OnSettings;
    readonly input: {
      readonly owner: string;
      readonly channel: string;
      readonly escalation: string;
      readonly escalationChannel: string;
    };
  };
  /** `days` holds digits with commas between, Monday as 1. */
  readonly 'settings.digest': {
    readonly fixed: OnSettings;
    readonly input: {
      readonly digestOn: string;
      readonly digestAt: string;
      readonly days: string;
      readonly timeZone: string;
    };
  };
  readonly 'settings.give': {
    readonly fixed: OnSettings;
    readonly input: { readonly role: string; readonly person: string };
  };
  /** `held` is a role, a colon and the person's id. */
  readonly 'settings.take': { readonly fixed: OnSettings; readonly input: { readonly held: string } };
  /** Looks up what a change of a role's groups would be, and asks: `role`, `group` (an object id) and `how` come from the form, or from the row of a group that is to lose the role. */
  readonly 'settings.lookUp': {
    readonly fixed: OnSettings & Partial<GroupData>;
    readonly input: { readonly role?: string; readonly group?: string; readonly how?: string };
  };
  /** The yes to it. Without a `group`, all that the role has are meant. */
  readonly 'settings.group': { readonly fixed: OnSettings & GroupData; readonly input: Nothing };
  readonly 'settings.removal': {
    readonly fixed: OnSettings;
    readonly input: {
      readonly twoPersonAbove: string;
      readonly mostResources: string;
      readonly mostPercent: string;
      readonly memoryDays?: string;
    };
  };
}
