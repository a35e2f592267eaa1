import type { SettingsSection } from './settings-views.ts';

type Nothing = Readonly<Record<string, never>>;
/** The revision of the settings that the form showed. */
interface OnSettings {
  readonly rev: number;
}

/** What the buttons of the settings carry; see verbs.ts. Empty inputs mean what the form says beside them. */
export interface SettingsVerbData {
  /** Shows all settings, or the form of one part. */
  readonly 'settings.open': { readonly fixed: { readonly section?: SettingsSection }; readonly input: Nothing };
  /** Has the channel in which it is pressed used for alerts. */
  readonly 'settings.join': { readonly fixed: Nothing; readonly input: Nothing };
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
  readonly 'settings.removal': {
    readonly fixed: OnSettings;
    readonly input: { readonly twoPersonAbove: string; readonly mostResources: string; readonly mostPercent: string };
  };
}
