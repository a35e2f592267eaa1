import assert from 'node:assert/strict';
import type { Json, WorldMessage } from '../playground/world/types.ts';
import type { CaseId } from '../src/domain/ids.ts';
import { buttonsOf, until } from './support/house.ts';
import { useScene } from './survival/scene.ts';

const day = 86_400_000;

/** What Microsoft says was seen on the wire, the same each time. */
const seen = (pool: string): Json => ({
  additionalDetails: {
    ConnectionCount: '40',
    VM_IP: '203.0.113.7',
    MiningPool_IP: '198.51.100.20',
    CryptoCurrencyMiningPoolDomainName: pool,
  },
});

describe('the memory of an answer', () => {
  const scene = useScene();
  afterEach(() => scene().records.proveJournals());

  /** A further alert of the subscription, ten days later, with its card once the comparison has ended. */
  async function again(
    subscriptionId: string,
    pool: string,
  ): Promise<{ alertId: string; caseId: CaseId; card: WorldMessage }> {
    const { house, records } = scene();
    house.world.advance(10 * day);
    const raw = seen(pool);
    const alert = house.world.addDetection({ partnerTenantId: house.partner.tenantId, subscriptionId, raw });
    await house.look();
    const open = await until(async () =>
      (await records.cases()).find(
        ({ state }) =>
          state.subscriptionId === subscriptionId && state.stage !== 'closed' && state.recall?.isReading === false,
      ),
    );
    const caseId = open.state.id;
    const card = await until(() =>
      house.messages(scene().channel().id).find((m) => buttonsOf(m.card).some((b) => b.data['case'] === caseId)),
    );
    return { alertId: alert.id, caseId, card };
  }

  it('answers what is the same in one press, and asks again when something is new; by buttons and by typing', async () => {
    const { house, records, detected, press, ask, text, alert, now } = scene();
    const admin = house.person(/admin/i);

    // The first alert: somebody looks, and decides.
    const first = await detected({ raw: seen('pool.example') });
    await press(admin, first.card, 'claim');
    await until(async () => (await records.caseOf(first.caseId)).state.signs);
    const form = await press(admin, first.card, 'decide.open');
    await press(
      admin,
      first.card,
      'decide',
      { verdict: 'legitimate', reason: 'Their render farm, confirmed by phone.', remember: '30' },
      form.value,
    );
    await until(() => alert(first.alertId).status === 'resolved');
    await until(() => /Remembered until/.test(text(first.card)));

    // The same again: one press, and Partner Center is told.
    const second = await again(first.subscriptionId, 'pool.example');
    const { recall } = (await records.caseOf(second.caseId)).state;
    assert.deepEqual([recall?.changes, recall?.unchecked], [[], []], JSON.stringify(recall));
    await until(() => /Nothing has changed since/.test(text(second.card)));
    assert.match(text(second.card), /23\sh left/);
    const old = now(second.card)?.card;
    const pressed = await press(admin, second.card, 'memory.same');
    assert.equal(pressed.type, 'application/vnd.microsoft.card.adaptive');
    await press(admin, second.card, 'memory.same', {}, old);
    await until(() => alert(second.alertId).status === 'resolved');
    assert.deepEqual(
      [alert(second.alertId).resolvedReason, alert(second.alertId).resolvedBy],
      ['legitimate', admin.upn],
    );
    await until(() => /As in case \d+, which .* confirmed/.test(text(second.card)));
    const decided = (await records.caseOf(second.caseId)).entries.filter(({ event }) => event.type === 'decided');
    assert.equal(decided.length, 1);

    // A new pool: said on the card, no quick answer, and the typed word is refused.
    const third = await again(first.subscriptionId, 'other.example');
    await until(() => /This has changed since.*New pool\s*other\[\.\]example/.test(text(third.card)));
    assert.ok(!buttonsOf(now(third.card)?.card).some(({ verb }) => verb === 'memory.same'));
    assert.ok(buttonsOf(now(third.card)?.card).some(({ verb }) => verb === 'check.open'));
    await ask(admin, 'lingua it', third.card);
    assert.match(await ask(admin, 'come prima', third.card), /Dalla conferma è cambiato qualcosa/);
    assert.equal(alert(third.alertId).status, 'active');
    assert.match(
      await ask(admin, 'legittimo per 7 giorni: hanno cambiato pool, confermato', third.card),
      /Lo ricordo per 7 giorni/,
    );
    await until(() => alert(third.alertId).status === 'resolved');
  });

  it('is listed and forgotten by typing in Italian, and answers no more after that', async () => {
    const { house, records, detected, ask, text } = scene();
    const [admin, owner] = [house.person(/Alex/), house.person(/Megan/)];
    const { card } = await detected();
    for (const person of [owner, admin]) await ask(person, 'lingua it', card);
    const first = await detected({ raw: seen('pool.example') });
    await ask(admin, 'prendi', first.card);
    await until(async () => (await records.caseOf(first.caseId)).state.signs);
    await ask(admin, 'legittimo carico di prova concordato', first.card);
    await until(async () => (await records.caseOf(first.caseId)).state.stage === 'closed');

    const listed = await ask(owner, 'memoria', first.card);
    const second = await again(first.subscriptionId, 'pool.example');
    await until(() => /Nothing has changed since|Da allora non è cambiato nulla/.test(text(second.card)));
    const refused = await ask(admin, `dimentica ${first.number}`, second.card);
    const forgotten = await ask(owner, `dimentica ${first.number}`, second.card);
    await until(() => !/Confirmed before|Già confermato/.test(text(second.card)));

    assert.match(listed, /carico di prova concordato/);
    assert.match(refused, /ruolo/);
    assert.match(forgotten, /non vale più/);
    assert.match(await ask(admin, 'come prima', second.card), /non vale alcuna conferma precedente/);
    assert.ok(!(await ask(owner, 'memoria', second.card)).includes('carico di prova concordato'));
  });
});
