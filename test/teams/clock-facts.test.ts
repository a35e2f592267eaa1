import assert from 'node:assert/strict';
import { minute } from '../../src/domain/clocks.ts';
import { createClocks } from '../../src/teams/clock-facts.ts';
import type { PartnerTimes } from '../../src/workflow/asking-ports.ts';
import { caseAfter } from '../support/played-case.ts';

describe('the clocks of many cards', () => {
  const c = caseAfter();
  const filedAt = '2026-03-02T08:30:00.000Z';
  let now: Date;
  let reads: string[];

  const times: Pick<PartnerTimes, 'answered' | 'official' | 'claimsOf'> = {
    answered: async () => {
      reads.push('answered');
      return [];
    },
    official: async () => undefined,
    claimsOf: async (_partner, customer) => {
      reads.push(`claims of ${customer}`);
      return [c.number, c.number + 1].map((number) => ({ number, at: filedAt }));
    },
  };
  const clocks = () => createClocks({ times, now: () => now });

  beforeEach(() => {
    now = new Date('2026-03-02T10:00:00.000Z');
    reads = [];
  });

  it('are read once for all cases of a customer in a minute, and again after it', async () => {
    const read = clocks();
    for (const id of ['case_1', 'case_2', 'case_3'] as const) await read({ ...c, id }, 'UTC', [1, 2, 3, 4, 5]);
    assert.deepEqual(reads, ['answered', `claims of ${c.customerTenantId}`]);

    await read({ ...c, customerTenantId: 'another' }, 'UTC', [1]);
    assert.deepEqual(reads.slice(2), ['claims of another']);

    now = new Date(now.getTime() + minute);
    await read(c, 'UTC', [1]);
    assert.deepEqual(reads.slice(3), ['answered', `claims of ${c.customerTenantId}`]);
  });

  it('name the claims of the other cases only', async () => {
    const read = clocks();

    const [own, other] = await Promise.all([read(c, 'UTC', [1]), read({ ...c, number: c.number + 1 }, 'UTC', [1])]);

    assert.deepEqual(own?.claim?.used, [{ number: c.number + 1, at: filedAt }]);
    assert.deepEqual(other?.claim?.used, [{ number: c.number, at: filedAt }]);
  });
});
