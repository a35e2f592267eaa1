import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { day, hour } from '../../src/domain/clocks.ts';
import type { ReportedAlert } from '../../src/domain/detection.ts';
import { OutsideError } from '../../src/domain/outside.ts';
import { createNaming, fillNames } from '../../src/workflow/names.ts';
import type { CustomerDirectory } from '../../src/workflow/outside-ports.ts';
import { testDatabase } from '../support/database.ts';
import { type Workshop, workshop } from '../support/workshop.ts';

const broken = () => Promise.reject(new OutsideError('no way', { why: 'unreachable' }));

const unknown = () => Promise.resolve(undefined);

describe('names of customers and subscriptions', () => {
  const db = testDatabase();
  let w: Workshop;
  let asked: string[];

  beforeEach(async () => {
    w = await workshop(db);
    asked = [];
  });

  function fill(alerts: readonly ReportedAlert[], directory: Partial<CustomerDirectory> = {}): Promise<void> {
    const customers: CustomerDirectory = {
      ...w.deps.customers,
      customerName: (_, tenant) => {
        asked.push(`customer ${tenant}`);
        return Promise.resolve('Alpine Ski House');
      },
      subscriptionName: (_, __, subscription) => {
        asked.push(`subscription ${subscription}`);
        return Promise.resolve('ski-prod');
      },
      ...directory,
    };
    return fillNames(
      { ...w.deps, customers },
      w.partner,
      alerts.map((alert) => ({ alert, raw: {} })),
    );
  }

  async function known(): Promise<readonly (string | undefined)[]> {
    const names = await db.store().names.names(w.partner.id, w.alert().customerTenantId, w.subscriptionId);
    return [names.customerName, names.subscriptionName];
  }

  it('are waited for as long by all pages of a look together', async () => {
    const waits: number[] = [];
    const slow = () => {
      w.clock.move(2000);
      return Promise.resolve('ski-prod');
    };
    const naming = createNaming(
      {
        ...w.deps,
        customers: { ...w.deps.customers, customerName: unknown, subscriptionName: slow },
        pause: (ms) => {
          waits.push(ms);
          return new Promise(() => {});
        },
      },
      w.partner,
    );

    for (const index of [0, 1, 2])
      await naming.soon([{ alert: w.alert(index, { subscriptionId: `subscription-${index}` }), raw: {} }]);

    assert.deepEqual(waits, [3000, 1000]);
    await naming.rest();
  });

  it('are looked up once for many alerts', async () => {
    await fill([w.alert(0), w.alert(1), w.alert(2)]);
    await fill([w.alert(3)]);

    assert.equal(asked.length, 2);
    assert.deepEqual(await known(), ['Alpine Ski House', 'ski-prod']);
  });

  it('of a customer are looked up once for all of its subscriptions', async () => {
    await fill([w.alert(0), w.alert(1, { subscriptionId: 'another' })]);

    assert.deepEqual(
      asked.filter((what) => what.startsWith('customer')),
      [`customer ${w.alert().customerTenantId}`],
    );
    assert.equal(asked.length, 3);
  });

  it('are taken from the alert where it says them, without a question', async () => {
    await fill([w.alert(0, { customerName: 'Alpine', subscriptionName: 'prod' })]);

    assert.deepEqual(asked, []);
    assert.deepEqual(await known(), ['Alpine', 'prod']);
  });

  it('are looked up again after a week', async () => {
    await fill([w.alert()]);
    w.clock.move(7 * day);

    await fill([w.alert()], { customerName: () => Promise.resolve('Alpine Ski Lodge') });

    assert.deepEqual(await known(), ['Alpine Ski Lodge', 'ski-prod']);
  });

  it('that cannot be read keep nobody waiting, and are asked for again the next time', async () => {
    await fill([w.alert()], { customerName: broken });
    const between = await known();
    await fill([w.alert()]);

    assert.deepEqual(between, [undefined, 'ski-prod']);
    assert.deepEqual(await known(), ['Alpine Ski House', 'ski-prod']);
    assert.ok(w.lines.some(({ message }) => message === 'a name could not be looked up'));
  });

  it('that Partner Center does not know stay unknown', async () => {
    await fill([w.alert()], { customerName: unknown, subscriptionName: unknown });

    assert.deepEqual(await known(), [undefined, undefined]);
  });

  it('that Partner Center does not know are asked for again after six hours, and not before', async () => {
    await fill([w.alert()], { customerName: unknown });
    w.clock.move(6 * hour - 1);
    await fill([w.alert()]);
    const before = [...asked];
    w.clock.move(1);
    await fill([w.alert()]);

    assert.equal(before.filter((what) => what.startsWith('customer')).length, 0);
    assert.deepEqual(await known(), ['Alpine Ski House', 'ski-prod']);
  });

  it('are kept as soon as those of their customer are there, whatever others take', async () => {
    const slow = Promise.withResolvers<string>();
    const other = w.alert(1, { customerTenantId: 'slow', subscriptionId: 'slow' });
    const filling = fill([other, w.alert(0)], {
      customerName: (_, tenant) => (tenant === 'slow' ? slow.promise : Promise.resolve('Alpine Ski House')),
    });
    while ((await known())[0] === undefined) await nextTurn();
    slow.resolve('Slow');
    await filling;

    const names = await db.store().names.names(w.partner.id, 'slow', 'slow');
    assert.deepEqual(names, { customerName: 'Slow', subscriptionName: 'ski-prod' });
  });

  it('are left to the next look where the others took long', async () => {
    const alerts = Array.from({ length: 20 }, (_, i) => w.alert(i, { subscriptionId: `subscription-${i}` }));
    let answers = 0;
    const slow = () => {
      answers += 1;
      w.clock.move(10_000);
      return broken();
    };

    await fill(alerts, { subscriptionName: slow });
    const given = answers;
    await fill(alerts);

    assert.equal(given, 3);
    const names = await db.store().names.known(w.partner.id, alerts);
    assert.ok(names.every(({ subscriptionName }) => subscriptionName === 'ski-prod'));
  });

  it('are not lost when they cannot be read again', async () => {
    await fill([w.alert()]);
    w.clock.move(7 * day);

    await fill([w.alert()], {
      customerName: () => Promise.reject(new OutsideError('no way', { why: 'forbidden' })),
      subscriptionName: () => Promise.resolve(undefined),
    });

    assert.deepEqual(await known(), ['Alpine Ski House', 'ski-prod']);
  });

  it('are looked up at most eight at a time', async () => {
    let running = 0;
    let most = 0;
    const eight = Promise.withResolvers<void>();
    const counted = async () => {
      running += 1;
      most = Math.max(most, running);
      // A ninth would have come by the time that the database has answered again.
      if (running === 8) void known().then(() => eight.resolve());
      await eight.promise;
      running -= 1;
      return 'a name';
    };
    const alerts = Array.from({ length: 40 }, (_, i) => w.alert(i, { subscriptionId: `subscription-${i}` }));

    await fill(alerts, { subscriptionName: counted });

    assert.equal(most, 8);
  });
});
