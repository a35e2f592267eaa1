import assert from 'node:assert/strict';
import { OutsideError } from '../../src/domain/outside.ts';
import type { Partner } from '../../src/domain/partner.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import type { Role } from '../../src/domain/people.ts';
import type { GroupDirectory } from '../../src/workflow/outside-ports.ts';
import type { RoleReader } from '../../src/workflow/ports.ts';
import { createRoleReader } from '../../src/workflow/roles.ts';
import { ada, ben, eve, homeTenant } from '../support/people.ts';
import { quietLog } from '../support/quiet-log.ts';
import { samplePartnerId } from '../support/samples.ts';

const partner: Partner = {
  id: samplePartnerId,
  tenantId: homeTenant,
  name: 'Fabrikam',
  source: 'graph',
  language: 'en',
  roleGroups: { viewer: ['V'], responder: ['R', 'R2'], remover: [], owner: ['O'] },
  removal: standardRemoval,
  extraAlertTypes: [],
  pollMinutes: 5,
  timeZone: 'UTC',
};

/** A directory by hand, that keeps what it was asked. */
interface Directory {
  readonly asked: (readonly string[])[];
  memberships: readonly string[];
  isGuest: boolean;
  installer: string | undefined;
  broken: boolean;
  move(ms: number): void;
  readonly reader: RoleReader;
}

const failing: Readonly<Record<string, OutsideError['why']>> = { R2: 'not-found', F: 'forbidden', U: 'unreachable' };

function directory(): Directory {
  let ms = Date.parse('2026-03-02T08:00:00Z');
  const groups: GroupDirectory = {
    memberOf(_, __, groupIds) {
      made.asked.push(groupIds);
      return made.broken
        ? Promise.reject(new OutsideError('no way', { why: 'forbidden' }))
        : Promise.resolve(made.memberships);
    },
    isGuest: () => Promise.resolve(made.isGuest),
    describe: (_, id) =>
      id in failing
        ? Promise.reject(new OutsideError('no', { why: failing[id] ?? 'unreadable' }))
        : Promise.resolve({ name: `Group ${id}`, members: [`Member of ${id}`] }),
  };
  const made: Directory = {
    asked: [],
    memberships: [],
    isGuest: false,
    installer: undefined,
    broken: false,
    move: (by) => void (ms += by),
    reader: createRoleReader({
      groups,
      partners: { installer: () => Promise.resolve(made.installer) },
      now: () => new Date(ms),
      log: quietLog,
    }),
  };
  return made;
}

const directoryOf = (change: Partial<Pick<Directory, 'memberships' | 'isGuest' | 'installer' | 'broken'>>): Directory =>
  Object.assign(directory(), change);

const held = (role: Role | 'none') => ({ role, unreadable: false });
const twoMinutes = 2 * 60_000;

describe('the role of a person', () => {
  it('is the greatest that one of their groups gives, in any case of letters', async () => {
    const d = directory();
    d.memberships = ['v', 'r2'];

    assert.deepEqual(await d.reader.roleOf(partner, ada), held('responder'));
  });

  it('is nothing from a group, for a guest; by name it is', async () => {
    const d = directory();
    d.memberships = ['O'];
    d.isGuest = true;
    const named = { ...partner, rolePeople: { responder: [ada.objectId.toUpperCase()] } };

    assert.deepEqual(await d.reader.roleOf(partner, ada), held('none'));
    assert.deepEqual(await directoryOf({ isGuest: true }).reader.roleOf(named, ada), held('responder'));
  });

  it('is the greater of what a group and a name give', async () => {
    const named = { ...partner, rolePeople: { viewer: [ada.objectId], approver: [ben.objectId] } };
    const d = directoryOf({ memberships: ['R'] });

    assert.deepEqual(await d.reader.roleOf(named, ada), held('responder'));
    assert.deepEqual(await d.reader.roleOf(named, ben), held('approver'));
  });

  it('of an owner by name needs no group to be read', async () => {
    const d = directoryOf({ broken: true });

    const role = await d.reader.roleOf({ ...partner, rolePeople: { owner: [ada.objectId] } }, ada);

    assert.deepEqual(role, held('owner'));
  });

  it('to approve is the removers’ where nobody says who approves, and theirs no more once somebody does', async () => {
    const open = { ...partner, roleGroups: { ...partner.roleGroups, remover: ['D'] } };
    const closed = { ...open, roleGroups: { ...open.roleGroups, approver: [] } };
    const byName = { ...open, rolePeople: { approver: [ben.objectId] } };

    assert.deepEqual(await directoryOf({ memberships: ['D'] }).reader.roleOf(open, ada), held('approver'));
    assert.deepEqual(await directoryOf({ memberships: ['D'] }).reader.roleOf(closed, ada), held('remover'));
    assert.deepEqual(await directoryOf({ memberships: ['D'] }).reader.roleOf(byName, ada), held('remover'));
  });

  it('is the owner’s, where nobody is set, of whoever installed the bot first, and nobody else’s', async () => {
    const unset = { ...partner, roleGroups: { viewer: [], responder: [], remover: [], owner: [] } };
    const d = directoryOf({ installer: ada.objectId.toUpperCase() });

    assert.deepEqual(await d.reader.roleOf(unset, ada), held('owner'));
    assert.deepEqual(await d.reader.roleOf(unset, ben), held('none'));
    assert.deepEqual(await d.reader.roleOf(partner, ada), held('none'));
    assert.deepEqual(await directory().reader.roleOf(unset, ada), held('none'));
  });

  it('is none where they are in no group that gives one', async () => {
    const d = directory();
    d.memberships = ['something-else'];

    assert.deepEqual(await d.reader.roleOf(partner, ada), held('none'));
  });

  it('is none for everybody while no group gives any, without asking', async () => {
    const d = directory();
    d.memberships = ['V', 'R', 'O'];
    const closed = { ...partner, roleGroups: { viewer: [], responder: [], remover: [], owner: [] } };

    assert.deepEqual(await d.reader.roleOf(closed, ada), held('none'));
    assert.equal(d.asked.length, 0);
  });

  it('is none for a person of another tenant, without asking', async () => {
    const d = directory();
    d.memberships = ['O'];

    assert.deepEqual(await d.reader.roleOf(partner, eve), held('none'));
    assert.equal(d.asked.length, 0);
  });

  it('is asked for once with all groups, and known for two minutes', async () => {
    const d = directory();
    d.memberships = ['R'];

    await d.reader.roleOf(partner, ada);
    d.memberships = ['O'];
    d.move(twoMinutes - 1);
    const remembered = await d.reader.roleOf(partner, { ...ada, objectId: ada.objectId.toUpperCase() });
    d.move(1);
    const asked = await d.reader.roleOf(partner, ada);

    assert.deepEqual([remembered, asked], [held('responder'), held('owner')]);
    assert.deepEqual(d.asked, [
      ['V', 'R', 'R2', 'O'],
      ['V', 'R', 'R2', 'O'],
    ]);
  });

  it('is taken away two minutes after the group was left', async () => {
    const d = directory();
    d.memberships = ['R'];
    await d.reader.roleOf(partner, ada);
    d.memberships = [];
    d.move(twoMinutes);

    assert.deepEqual(await d.reader.roleOf(partner, ada), held('none'));
  });

  it('is asked anew, and not as it was remembered, where other groups or people are set since', async () => {
    const d = directory();
    d.memberships = ['R'];
    await d.reader.roleOf(partner, ada);
    d.memberships = ['O'];
    const others = { ...partner, roleGroups: { ...partner.roleGroups, viewer: ['V', 'V2'] } };
    const named = { ...partner, rolePeople: { viewer: [ben.objectId] } };

    const roles = [others, named, partner].map((one) => d.reader.roleOf(one, ada));

    assert.deepEqual(await Promise.all(roles), [held('owner'), held('owner'), held('responder')]);
  });

  it('is remembered for each person, and for each partner', async () => {
    const d = directory();
    d.memberships = ['R'];
    await d.reader.roleOf(partner, ada);
    d.memberships = ['V'];

    assert.deepEqual(await d.reader.roleOf(partner, ben), held('viewer'));
    assert.deepEqual(await d.reader.roleOf({ ...partner, id: `ptr_${'9'.repeat(32)}` }, ada), held('viewer'));
    assert.deepEqual(await d.reader.roleOf(partner, ada), held('responder'));
  });

  it('is none where it cannot be read, which is said and not remembered', async () => {
    const d = directory();
    d.memberships = ['R'];
    d.broken = true;

    const unreadable = await d.reader.roleOf(partner, ada);
    d.broken = false;
    const read = await d.reader.roleOf(partner, ada);

    assert.deepEqual(unreadable, { role: 'none', unreadable: true });
    assert.deepEqual(read, held('responder'));
  });

  it('that is too old is no role when it cannot be read again', async () => {
    const d = directory();
    d.memberships = ['R'];
    await d.reader.roleOf(partner, ada);
    d.move(twoMinutes);
    d.broken = true;

    assert.deepEqual(await d.reader.roleOf(partner, ada), { role: 'none', unreadable: true });
  });

  it('is not remembered for longer by a clock that was set back', async () => {
    const d = directory();
    d.memberships = ['R'];
    await d.reader.roleOf(partner, ada);
    d.memberships = [];
    d.move(-3_600_000);

    assert.deepEqual(await d.reader.roleOf(partner, ada), held('none'));
  });
});

describe('groups', () => {
  it('are read each once, in the order that they were given in, with why one could not be', async () => {
    const { reader } = directory();

    assert.deepEqual(await reader.groups(partner, ['R', 'r', 'R2', 'F', 'U']), [
      { id: 'r', state: 'found', name: 'Group r', members: ['Member of r'] },
      { id: 'R2', state: 'gone' },
      { id: 'F', state: 'forbidden' },
      { id: 'U', state: 'unreadable' },
    ]);
  });
});

describe('who has a role', () => {
  it('names the groups that give it or more, with some of their members, and leaves out what cannot be read', async () => {
    const named = await directory().reader.whoHas(partner, 'responder');

    assert.deepEqual(named, [
      { group: 'Group R', members: ['Member of R'] },
      { group: 'Group O', members: ['Member of O'] },
    ]);
  });

  it('names every group for the least role', async () => {
    const named = await directory().reader.whoHas(partner, 'viewer');

    assert.deepEqual(
      named.map(({ group }) => group),
      ['Group V', 'Group R', 'Group O'],
    );
  });
});
