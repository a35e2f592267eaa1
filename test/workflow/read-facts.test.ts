import assert from 'node:assert/strict';
import type { CheckFacts, StandingFacts, UsageFacts } from '../../src/domain/facts.ts';
import type { CaseId } from '../../src/domain/ids.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import type { CostReader, CustomerDirectory } from '../../src/workflow/outside-ports.ts';
import { type FactsDeps, readFacts } from '../../src/workflow/read-facts.ts';
import { testDatabase } from '../support/database.ts';
import { doneCase, everyJournalHolds, type Workshop, workshop } from '../support/workshop.ts';

type Standing = Omit<StandingFacts, 'earlierCases'>;

const standing: Standing = {
  customerName: 'Alpine Ski House',
  relationship: { state: 'known', value: 'reseller' },
  validation: { state: 'known', value: 'Allowed' },
  agreement: { state: 'unavailable', why: 'needs-person' },
  subscription: { state: 'known', value: { status: 'active', suspensionReasons: [] } },
};
const costs = Array.from({ length: 30 }, (_, i) => ({
  date: `2026-01-${String(i + 1).padStart(2, '0')}`,
  cost: i < 29 ? 40 : 400,
}));

const fails = (why: OutsideError['why']) => () => Promise.reject(new OutsideError(`it said ${why}`, { why }));
const bug = () => Promise.reject(new TypeError('a bug'));
const notOffered = () => Promise.resolve({ state: 'unavailable', why: 'not-offered' } as const);

describe('reading what a check shows', () => {
  const db = testDatabase();
  let w: Workshop;
  let caseId: CaseId;

  beforeEach(async () => {
    w = await workshop(db);
    await w.receive(w.alert());
    caseId = (await w.openCase()).id;
  });
  afterEach(() => everyJournalHolds(db));

  function deps(change: { customers?: Partial<CustomerDirectory>; costs?: Partial<CostReader> } = {}): FactsDeps {
    return {
      ...w.deps,
      customers: {
        ...w.deps.customers,
        standing: () => Promise.resolve(standing),
        customer: () => Promise.resolve({ customerName: 'Alpine Ski House', culture: 'it-IT' }),
        ...change.customers,
      },
      costs: {
        dailyCost: () => Promise.resolve({ currency: 'EUR', days: costs }),
        newResources: () => Promise.resolve({ state: 'known', value: [] }),
        ...change.costs,
      },
    };
  }

  const kept = async (check: CheckFacts['check']) => (await db.store().facts.read(caseId))[check];

  it('keeps the facts with the time at which they were read', async () => {
    w.clock.move(60_000);

    await readFacts(deps(), caseId, 'customer');

    assert.deepEqual(await kept('customer'), {
      check: 'customer',
      facts: { state: 'known', value: { customerName: 'Alpine Ski House', culture: 'it-IT' } },
      readAt: w.clock.iso(),
    });
  });

  it('replaces what was read before', async () => {
    await readFacts(deps({ customers: { customer: fails('unreachable') } }), caseId, 'customer');

    await readFacts(deps(), caseId, 'customer');

    const facts = await kept('customer');
    assert.ok(facts?.check === 'customer' && facts.facts.state === 'known');
  });

  it('puts the earlier cases of the customer to what Partner Center says of them, without this case', async () => {
    doneCase(await w.ask(w.people.ada, { type: 'decide', verdict: 'legitimate', reason: 'Because' }));
    await w.report();
    await w.receive(w.alert(1));
    caseId = (await w.openCase()).id;

    await readFacts(deps(), caseId, 'standing');

    const facts = await kept('standing');
    assert.ok(facts?.check === 'standing');
    assert.deepEqual(facts.facts, {
      ...standing,
      earlierCases: [
        {
          number: 1,
          verdict: 'legitimate',
          openedAt: '2026-03-02T08:00:00.000Z',
          closedAt: '2026-03-02T08:00:00.000Z',
        },
      ],
    });
  });

  it('asks for the thirty full days before today, and for the resources of two weeks', async () => {
    const asked: (readonly string[])[] = [];

    await readFacts(
      deps({
        costs: {
          dailyCost: (_, customer, subscription, from, to) => {
            asked.push([customer, subscription, from, to]);
            return Promise.resolve({ currency: 'EUR', days: costs });
          },
          newResources: (_, customer, subscription, since) => {
            asked.push([customer, subscription, since]);
            return Promise.resolve({ state: 'known', value: [] });
          },
        },
      }),
      caseId,
      'usage',
    );

    const { customerTenantId } = w.alert();
    assert.deepEqual(asked, [
      [customerTenantId, w.subscriptionId, '2026-01-31', '2026-03-01'],
      [customerTenantId, w.subscriptionId, '2026-02-16T08:00:00.000Z'],
    ]);
  });

  it('says where the cost leaves the usual', async () => {
    await readFacts(deps(), caseId, 'usage');

    const usage = await knownUsage();
    assert.equal(usage.spike.kind, 'spike');
    assert.equal(usage.currency, 'EUR');
    assert.deepEqual(usage.newResources, { state: 'known', value: [] });
  });

  it('shows the cost although the new resources cannot be read', async () => {
    await readFacts(deps({ costs: { newResources: fails('forbidden') } }), caseId, 'usage');

    assert.deepEqual((await knownUsage()).newResources, { state: 'unavailable', why: 'forbidden' });
  });

  it('keeps what the reader itself says is unavailable', async () => {
    await readFacts(deps({ costs: { newResources: notOffered } }), caseId, 'usage');

    assert.deepEqual((await knownUsage()).newResources, { state: 'unavailable', why: 'not-offered' });
  });

  const reasons = [
    ['forbidden', 'forbidden'],
    ['mfa', 'mfa'],
    ['not-found', 'not-found'],
    ['unreachable', 'unreachable'],
    ['unreadable', 'unreadable'],
    ['not-offered', 'not-offered'],
    ['throttled', 'not-ready'],
    ['unauthorized', 'needs-person'],
  ] as const;
  for (const [why, said] of reasons)
    it(`says ${said} of what is ${why}`, async () => {
      await readFacts(deps({ costs: { dailyCost: fails(why) }, customers: { customer: fails(why) } }), caseId, 'usage');
      await readFacts(deps({ customers: { customer: fails(why) } }), caseId, 'customer');

      for (const facts of [await kept('usage'), await kept('customer')])
        assert.deepEqual(facts?.facts, { state: 'unavailable', why: said });
    });

  it('leaves a fault of our own to the job queue, and keeps nothing', async () => {
    await assert.rejects(readFacts(deps({ customers: { customer: bug } }), caseId, 'customer'), TypeError);

    assert.equal(await kept('customer'), undefined);
  });

  it('does nothing for a case that does not exist', async () => {
    await readFacts(deps(), `case_${'0'.repeat(32)}`, 'customer');

    assert.equal(await kept('customer'), undefined);
  });

  it('changes nothing of the case', async () => {
    const before = await w.openCase();

    for (const check of ['standing', 'usage', 'customer'] as const) await readFacts(deps(), caseId, check);

    assert.deepEqual(await w.openCase(), before);
  });

  async function knownUsage(): Promise<UsageFacts> {
    const facts = await kept('usage');
    assert.ok(facts?.check === 'usage' && facts.facts.state === 'known');
    return facts.facts.value;
  }
});
