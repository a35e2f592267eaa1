/* What the settings' cards show; see views.ts. */

import type { ChannelHealthView } from './talk-views.ts';

/** Parts of the settings that have a form each. */
export const settingsSections = ['language', 'alerts', 'reminders', 'digest', 'roles', 'removal'] as const;
export type SettingsSection = (typeof settingsSections)[number];

export const roleNames = ['viewer', 'responder', 'remover', 'approver', 'owner'] as const;
export type RoleName = (typeof roleNames)[number];

export interface ChannelView {
  readonly id: string;
  readonly teamName?: string;
  readonly channelName?: string;
  readonly language: 'en' | 'it';
  readonly state: ChannelHealthView['state'];
}

/** Where alerts go that fit; what is absent fits all. */
export interface RuleView {
  /** A name, or a tenant's id where none is known. */
  readonly customer?: string;
  readonly reseller?: string;
  readonly atLeast?: 'low' | 'medium' | 'high';
  readonly channels: readonly ChannelView[];
}

/** The values of settings, each as it is shown and told. */
export interface SettingsValuesView {
  readonly rules: readonly RuleView[];
  /** Absent: every channel. */
  readonly defaultChannel?: ChannelView;
  readonly reminders: Readonly<Record<'owner' | 'channel' | 'escalation', readonly number[]>>;
  /** Absent: the channels of the case. */
  readonly escalationChannel?: ChannelView;
  /** `HH:MM` or `off`. */
  readonly digestAt: string;
  /** Monday as 1. */
  readonly workingDays: readonly number[];
  readonly timeZone: string;
  readonly limits: Readonly<Record<'twoPersonAbove' | 'mostResources' | 'mostPercent', number>>;
  readonly people: Readonly<Record<RoleName, readonly string[]>>;
}

export interface SettingsView {
  readonly partnerName: string;
  readonly values: SettingsValuesView;
  readonly channels: readonly ChannelView[];
  /** Where it is shown: a channel that gets alerts, one that is not used yet, or a 1:1 chat where absent. */
  readonly here?: { readonly channel?: ChannelView };
  /** Names of the groups that give each role. */
  readonly groups: Readonly<Record<RoleName, readonly string[]>>;
  /** Nobody was given the approver's role: whoever may remove approves. */
  readonly isApproverUnset: boolean;
  readonly protectedTags: readonly string[];
  readonly mayChange: boolean;
  /** Something was saved just now. */
  readonly isSaved?: boolean;
  readonly lastChange?: { readonly by: string; readonly at: string };
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
}

/** One form of the settings. */
export interface SettingsFormView {
  readonly partnerName: string;
  /** Revision of the settings that it shows. */
  readonly rev: number;
  readonly section: SettingsSection;
  readonly values: SettingsValuesView;
  readonly channels: readonly ChannelView[];
  readonly here?: { readonly channel?: ChannelView };
  readonly isSaved?: boolean;
  /** What was entered and not saved, by the input's id. */
  readonly typed: Readonly<Record<string, string>>;
  /** What is wrong with it, in words. */
  readonly faults: readonly string[];
  /** Others came between: what they changed, in words; nothing was saved. Empty where it was an operator. */
  readonly meanwhile?: readonly { readonly at: string; readonly what: string }[];
  /** Those who can be chosen for rules; of more customers only some. */
  readonly customers: readonly PersonView[];
  readonly isMoreCustomers: boolean;
  readonly resellers: readonly PersonView[];
  /** People whom the bot has met. */
  readonly people: readonly PersonView[];
  /** Who is named for a role, with what a choice of them sends. */
  readonly named: readonly { readonly role: RoleName; readonly id: string; readonly name: string }[];
}
