import assert from 'node:assert/strict';
import { commandRoles } from '../../src/domain/commands.ts';
import { hasRole, type Role, roles, samePerson } from '../../src/domain/people.ts';
import { mayCommand, maySee } from '../../src/domain/policy.ts';
import { ada, eve, homeTenant, nils, olga, standpoint, vic } from '../support/people.ts';
import { sampleCase } from '../support/samples.ts';

const expected = (role: Role | 'none', needed: Role) =>
  hasRole(role, needed) ? undefined : { kind: 'role-missing', needed };

const held = (role: Role | 'none') => roles.filter((needed) => hasRole(role, needed));

describe('who may see a case', () => {
  for (const person of [vic, ada, olga])
    it(`${person.name} of the partner, with a role`, () => {
      assert.equal(maySee(standpoint(person)), undefined);
    });

  it('nobody without a role', () => {
    assert.deepEqual(maySee(standpoint(nils)), { kind: 'role-missing', needed: 'viewer' });
  });

  for (const role of ['none', ...roles] as const)
    it(`nobody of another tenant, with the role ${role}`, () => {
      assert.deepEqual(maySee(standpoint(eve, role)), { kind: 'other-tenant' });
    });

  it('the tenant is compared without case of letters', () => {
    const shouting = { ...ada, tenantId: homeTenant.toUpperCase() };

    assert.equal(maySee(standpoint(shouting, 'viewer')), undefined);
  });
});

describe('who may give a command', () => {
  for (const role of ['none', ...roles] as const)
    it(`${role}: what the table of commands says, and nothing besides`, () => {
      assert.deepEqual(
        mayCommand(standpoint(ada, role), { type: 'claim' }, sampleCase()),
        expected(role, commandRoles.claim),
      );
      assert.deepEqual(
        mayCommand(standpoint(ada, role), { type: 'close', reason: 'x' }, sampleCase()),
        expected(role, commandRoles.close),
      );
    });

  it('assigns to a person of the own tenant, in any case of letters, and to nobody else', () => {
    const to = { ...olga, tenantId: homeTenant.toUpperCase() };

    assert.equal(mayCommand(standpoint(ada), { type: 'assign', to }, sampleCase()), undefined);
    assert.deepEqual(mayCommand(standpoint(ada), { type: 'assign', to: eve }, sampleCase()), {
      kind: 'assignee-other-tenant',
    });
  });
});

describe('roles', () => {
  it('each include those before them', () => {
    assert.deepEqual(held('none'), []);
    assert.deepEqual(held('viewer'), ['viewer']);
    assert.deepEqual(held('responder'), ['viewer', 'responder']);
    assert.deepEqual(held('remover'), ['viewer', 'responder', 'remover']);
    assert.deepEqual(held('approver'), ['viewer', 'responder', 'remover', 'approver']);
    assert.deepEqual(held('owner'), ['viewer', 'responder', 'remover', 'approver', 'owner']);
  });
});

describe('two mentions of a person', () => {
  it('are the same by tenant and object id, in any case of letters and whatever the name', () => {
    assert.ok(samePerson(ada, { tenantId: ada.tenantId.toUpperCase(), objectId: ada.objectId.toUpperCase() }));
  });

  it('are not the same when the tenant or the object id differs', () => {
    assert.equal(samePerson(ada, { ...ada, tenantId: eve.tenantId }), false);
    assert.equal(samePerson(ada, { ...ada, objectId: olga.objectId }), false);
  });
});
