import assert from 'node:assert/strict';
import { castOf, emulatorConfig } from '../../playground/agents-playground/emulator-config.ts';
import { startSigningProxy } from '../../playground/agents-playground/signing-proxy.ts';
import { asJson, asList } from '../playground/open-world.ts';
import { type OpenPage, openPage } from './open-page.ts';

describe('the way from the Agents Playground to the bot', () => {
  let open: OpenPage;
  let proxy: Awaited<ReturnType<typeof startSigningProxy>>;
  beforeEach(async () => {
    open = await openPage();
    proxy = await startSigningProxy({ world: open.world, cast: castOf(open.world), endpoint: open.bot.url });
  });
  afterEach(async () => {
    await proxy.close();
    await open.close();
  });

  const send = (activity: object, headers: Record<string, string> = {}) =>
    fetch(proxy.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(activity),
    });

  it("gives an activity a token of the local issuer for the activity's own service URL", async () => {
    await send({ type: 'message', text: 'help', serviceUrl: 'http://127.0.0.1:56150/_connector' });

    const claims = claimsOf(open.bot.authorizations.at(-1));
    assert.equal(claims.serviceurl, 'http://127.0.0.1:56150/_connector');
    assert.equal(claims.aud, open.world.botEnv().BOT_APP_ID);
  });

  it('leaves a token alone that the emulator has', async () => {
    await send({ type: 'message' }, { authorization: 'Bearer of-the-emulator' });

    assert.equal(open.bot.authorizations.at(-1), 'Bearer of-the-emulator');
  });

  it("makes the emulator's user the first partner's admin agent, and its tenant that partner's", async () => {
    await send({
      type: 'message',
      from: { id: 'user-id-0' },
      channelData: { tenant: { id: 'other' }, team: { id: 't' } },
    });

    const { partner, admin } = castOf(open.world);
    const activity = open.bot.activities.at(-1);
    assert.equal(asJson(activity?.from).aadObjectId, admin.id);
    assert.deepEqual(activity?.channelData, { tenant: { id: partner.tenantId }, team: { id: 't' } });
  });

  it('hands back what the bot answered', async () => {
    open.bot.answer(200, { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done.' });

    const answer = await send({ type: 'invoke', name: 'adaptiveCard/action' });

    assert.deepEqual(asJson(await answer.json()).value, 'Done.');
  });

  it("configures the emulator with the partner's people and channel, and as many users as it wants", () => {
    const config = asJson(JSON.parse(emulatorConfig(open.world, castOf(open.world))));

    assert.equal(asList(config.users).length, 5);
    assert.deepEqual(
      asList(asJson(config.team).channels).map(({ name }) => name),
      ['Azure Alerts'],
    );
    assert.equal(asJson(config.bot).id, `28:${open.world.botEnv().BOT_APP_ID}`);
  });
});

function claimsOf(authorization: string | undefined) {
  return asJson(JSON.parse(Buffer.from(authorization?.split('.')[1] ?? '', 'base64url').toString()));
}
