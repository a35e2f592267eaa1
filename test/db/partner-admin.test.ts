import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createPartnerAdmin, type NewPartner } from '../../src/db/partner-admin.ts';
import { standardRemoval } from '../../src/domain/partner.ts';
import { testDatabase } from '../support/database.ts';

const made = (more: Partial<NewPartner> = {}): NewPartner => ({
  tenantId: randomUUID(),
  name: 'Northwind',
  source: 'graph',
  language: 'en',
  roleGroups: { viewer: [], responder: [], remover: [], owner: [] },
  extraAlertTypes: [],
  pollMinutes: 5,
  timeZone: 'UTC',
  removal: standardRemoval,
  ...more,
});

describe('partners in the table', () => {
  const { store, database } = testDatabase();
  const admin = () => createPartnerAdmin(database());

  it('are added once, by tenant', async () => {
    const partner = made({ kind: 'distributor' });

    assert.equal(await admin().add(partner), 'added');
    assert.equal(await admin().add({ ...partner, tenantId: partner.tenantId.toUpperCase(), name: 'Other' }), 'exists');

    const kept = await store().partners.byTenant(partner.tenantId);
    assert.equal(kept?.name, 'Northwind');
    assert.equal(kept?.kind, 'distributor');
  });

  it('are strangers once removed, and come back with the id that their cases have', async () => {
    const partner = made();
    await admin().add(partner);
    const before = await store().partners.byTenant(partner.tenantId);

    assert.equal(await admin().remove(partner.tenantId, new Date().toISOString()), true);
    assert.equal(await admin().remove(partner.tenantId, new Date().toISOString()), false);

    assert.equal(await store().partners.byTenant(partner.tenantId), undefined);
    assert.ok(!(await store().partners.all()).some(({ tenantId }) => tenantId === partner.tenantId));
    assert.equal(await admin().change(partner.tenantId, () => partner), undefined);
    assert.equal(await admin().add(partner), 'taken-back');
    assert.equal((await store().partners.byTenant(partner.tenantId))?.id, before?.id);
  });

  it('keep what was changed since the file was read, and take over what is new in the file', async () => {
    const said = made({ pollMinutes: 5 });
    await admin().fromFile([said]);
    await admin().change(said.tenantId, (partner) => ({ ...partner, name: 'By command', pollMinutes: 30 }));

    await admin().fromFile([said]);
    const unchanged = await store().partners.byTenant(said.tenantId);
    await admin().fromFile([{ ...said, language: 'it', pollMinutes: 10 }]);
    const changed = await store().partners.byTenant(said.tenantId);

    assert.deepEqual([unchanged?.name, unchanged?.pollMinutes], ['By command', 30]);
    assert.deepEqual([changed?.name, changed?.pollMinutes, changed?.language], ['By command', 10, 'it']);
  });

  it('are not brought back by a file that says what it said before, but by one that says something new', async () => {
    const said = made();
    await admin().fromFile([said]);
    await admin().remove(said.tenantId, new Date().toISOString());

    await admin().fromFile([said]);
    assert.equal(await store().partners.byTenant(said.tenantId), undefined);

    await admin().fromFile([{ ...said, name: 'Back' }]);
    assert.equal((await store().partners.byTenant(said.tenantId))?.name, 'Back');
  });

  it('may be read from the file by many processes at once', async () => {
    const said = made();

    const counts = await Promise.all(Array.from({ length: 8 }, () => admin().fromFile([said])));

    assert.ok(counts.every((count) => count > 0));
    assert.equal((await admin().list()).filter(({ partner }) => partner.tenantId === said.tenantId).length, 1);
  });
});
