import type { PartnerId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import { hasRole, type Person } from '../domain/people.ts';
import {
  isAboutRoles,
  type SettingChange,
  type SettingFault,
  type Settings,
  settingChanges,
  settingsOf,
} from '../domain/settings.ts';
import type { RoleReader } from './ports.ts';
import type { NewPost } from './post-ports.ts';
import type { KeptChange, SettingsNow, SettingsStore } from './settings-ports.ts';

export interface ChangeSettingsDeps {
  readonly settings: SettingsStore;
  readonly roles: Pick<RoleReader, 'roleOf'>;
  readonly now: () => Date;
  /** What the partner's channels are told of changes. */
  readonly settingsPosts: (
    now: SettingsNow,
    changes: readonly SettingChange[],
    by: Person,
  ) => Promise<readonly NewPost[]>;
}

/** What somebody wants of the settings as they are: the settings then, or why not. */
export type SettingsWish = (
  before: Settings,
  now: SettingsNow,
) => Promise<Settings | readonly SettingFault[]> | Settings | readonly SettingFault[];

export type ChangedSettings =
  /** With the settings as they are then; as they were where it was only `tried`. */
  | { readonly kind: 'done'; readonly now: SettingsNow; readonly changes: readonly SettingChange[] }
  | { readonly kind: 'faulty'; readonly now: SettingsNow; readonly faults: readonly SettingFault[] }
  /** Others came between: nothing was changed. */
  | { readonly kind: 'stale'; readonly now: SettingsNow; readonly meanwhile: readonly KeptChange[] }
  | { readonly kind: 'refused'; readonly unreadable: boolean };

const attempts = 5;

/**
 * Changes a partner's settings for one of its owners, whose role is read anew. With the `revision` that the person saw,
 * nothing is overwritten that somebody else changed since; without one, the wish is made upon whatever there is. Nobody
 * takes the owner's role from themselves: so a partner always has an owner, too. What is only `tried` is not written.
 */
export async function changeSettings(
  deps: ChangeSettingsDeps,
  asked: {
    readonly partnerId: PartnerId;
    readonly person: Person;
    readonly revision?: number;
    readonly wish: SettingsWish;
    readonly tried?: boolean;
  },
): Promise<ChangedSettings> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const now = await deps.settings.read(asked.partnerId);
    if (now === undefined) return { kind: 'refused', unreadable: false };
    const { role, unreadable } = await deps.roles.roleOf(now.partner, asked.person, 'now');
    if (!hasRole(role, 'owner')) return { kind: 'refused', unreadable };
    const seen = asked.revision ?? now.revision;
    if (seen !== now.revision) {
      // Nobody has seen what is still to come.
      const meanwhile = seen > now.revision ? [] : await deps.settings.changesAfter(asked.partnerId, seen);
      return { kind: 'stale', now, meanwhile };
    }
    const before = settingsOf(now.partner, now.channels);
    const after = await asked.wish(before, now);
    if (isFaults(after)) return { kind: 'faulty', now, faults: after };
    const changes = settingChanges(before, after);
    const locked = isAboutRoles(changes)
      ? await lockedOut(deps, asked.person, partnerThen(now.partner, after))
      : undefined;
    if (locked !== undefined) return { kind: 'faulty', now, faults: [locked] };
    if (changes.length === 0 || asked.tried === true) return { kind: 'done', now, changes };
    const posts = await deps.settingsPosts(now, changes, asked.person);
    const outcome = await deps.settings.save(asked.partnerId, {
      revision: now.revision,
      changes,
      by: asked.person,
      at: deps.now().toISOString(),
      posts,
      jobs: [],
    });
    const since = outcome === 'saved' ? await deps.settings.read(asked.partnerId) : undefined;
    if (since !== undefined) return { kind: 'done', now: since, changes };
  }
  throw new Error('the settings changed under every attempt to change them');
}

/** The partner with the roles that it would have. */
function partnerThen(partner: Partner, { groups, people }: Settings): Partner {
  return { ...partner, roleGroups: groups, rolePeople: people };
}

/** Whether somebody would be no owner any more, as their directory has it at this moment. */
async function lockedOut(
  { roles }: Pick<ChangeSettingsDeps, 'roles'>,
  person: Person,
  partner: Partner,
): Promise<SettingFault | undefined> {
  const { role, unreadable } = await roles.roleOf(partner, person, 'now');
  if (unreadable) return { kind: 'own-role-unreadable' };
  return hasRole(role, 'owner') ? undefined : { kind: 'own-role-lost' };
}

function isFaults(after: Settings | readonly SettingFault[]): after is readonly SettingFault[] {
  return Array.isArray(after);
}
