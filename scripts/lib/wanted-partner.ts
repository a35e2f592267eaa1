import type { Partner } from '../../src/domain/partner.ts';

/** Whether somebody who wrote this means the partner: the id of its tenant, or a part of its name; anybody where left out. */
export function isWanted({ tenantId, name }: Pick<Partner, 'tenantId' | 'name'>, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  return tenantId === wanted.toLowerCase() || name.toLowerCase().includes(wanted.toLowerCase());
}
