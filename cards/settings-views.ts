/* What the settings' cards show; see views.ts. */

import type { NamedChannel } from './parts/channel-name.ts';
import type { ChannelHealthView } from './talk-views.ts';

/** Parts of the settings that have a form each. */
export const settingsSections = ['language', 'alerts', 'reminders', 'digest', 'roles', 'removal', 'groups'] as const;
export type SettingsSection = (typeof settingsSections)[number];

export const roleNames = ['viewer', 'responder', 'remover', 'approver', 'owner'] as const;
export type RoleName = (typeof roleNames)[number];

export interface ChannelView extends NamedChannel {
  readonly id: string;
  readonly language: 'en' | 'it';
  readonly state: ChannelHealthView['state'];
}

/** An Entra group as its directory has it: `gone` is in it no more, of the others but the id nothing could be read. */
export type GroupView =
  | {
      readonly id: string;
      readonly state: 'found';
      readonly name: string;
      /** Names of some members. */
      readonly members: readonly string[];
    }
  | { readonly id: string; readonly state: 'gone' | 'forbidden' | 'unreadable' };

/** What may become of the groups of a role: these instead of all others, besides them, or taken away. */
export type GroupHow = 'instead' | 'besides' | 'take';

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
  /** 0: answers are not remembered. */
  readonly memoryDays: number;
  readonly people: Readonly<Record<RoleName, readonly string[]>>;
  /** The groups that give each role. */
  readonly groups: Readonly<Record<RoleName, readonly GroupView[]>>;
  /** Nobody was given the approver's role: whoever may remove approves. */
  readonly isApproverUnset: boolean;
}

export interface SettingsView {
  readonly partnerName: string;
  /** The case whose card was left for them. */
  readonly case?: string;
  readonly values: SettingsValuesView;
  readonly channels: readonly ChannelView[];
  /** Where it is shown: a channel that gets alerts, one that is not used yet, or a 1:1 chat where absent. */
  readonly here?: { readonly channel?: ChannelView };
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
  readonly case?: string;
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
  /** What a change of groups would be, which waits for a yes: which groups are given the role, or lose it. */
  readonly asked?: { readonly role: RoleName; readonly how: GroupHow; readonly groups: readonly GroupView[] };
}
