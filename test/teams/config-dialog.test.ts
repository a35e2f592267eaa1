import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Json, WorldPerson } from '../../playground/world/types.ts';
import { cardText, until, withDigests } from '../support/house.ts';
import { activity } from '../survival/activities.ts';
import { useScene } from '../survival/scene.ts';

const answered = z.object({
  responseType: z.literal('config'),
  config: z.discriminatedUnion('type', [
    z.object({ type: z.literal('message'), value: z.string() }),
    z.object({
      type: z.literal('continue'),
      value: z.object({ title: z.string(), card: z.object({ contentType: z.string(), content: z.unknown() }) }),
    }),
  ]),
});

/** Buttons of a dialog's card. */
function submits(card: unknown): readonly { readonly title: unknown; readonly data: Record<string, unknown> }[] {
  if (Array.isArray(card)) return card.flatMap(submits);
  if (typeof card !== 'object' || card === null) return [];
  const own =
    Reflect.get(card, 'type') === 'Action.Submit'
      ? [{ title: Reflect.get(card, 'title'), data: Object(Reflect.get(card, 'data')) }]
      : [];
  return [...own, ...Object.values(card).flatMap(submits)];
}

describe('the configuration dialog of Teams', () => {
  const scene = useScene({ installed: 'all', world: withDigests });
  let owner: WorldPerson;

  before(() => {
    owner = scene().house.person(/admin/i);
  });

  /** What the client shows of an answer to an invoke. */
  async function invoke(person: WorldPerson, name: string, value: Json, channel = scene().house.channel) {
    const { house } = scene();
    const { status, body } = await house.world.post(
      activity(house, { person, conversation: channel }, { type: 'invoke', name, value }),
    );
    assert.equal(status, 200, body);
    return answered.parse(JSON.parse(body)).config;
  }
  const digestAt = async () => {
    const { rows } = await scene().records.pool.query<{ digest_at: string | null }>(
      'select digest_at from partners where tenant_id = $1',
      [scene().house.partner.tenantId],
    );
    return rows[0]?.digest_at;
  };

  it('shows the settings, and its forms go through the same handler, with word in the channel', async () => {
    const { house } = scene();
    const opened = await invoke(owner, 'config/fetch', {});
    assert.ok(opened.type === 'continue');
    const section = submits(opened.value.card.content).find(({ data }) => data['section'] === 'digest');
    assert.ok(section);
    const form = await invoke(owner, 'config/submit', { data: section.data });
    assert.ok(form.type === 'continue');
    const save = submits(form.value.card.content).find(({ data }) => data['verb'] === 'settings.digest');
    assert.ok(save);
    const entered = { digestOn: 'true', digestAt: '25:00', days: '1,2', timeZone: 'Europe/Rome' };

    const wrong = await invoke(owner, 'config/submit', { data: { ...save.data, ...entered } });
    const before = await digestAt();
    const right = await invoke(owner, 'config/submit', { data: { ...save.data, ...entered, digestAt: '10:10' } });

    assert.equal(opened.value.title, 'Settings');
    assert.match(cardText(opened.value.card.content), /This channel[\s\S]*All alerts/);
    assert.doesNotMatch(JSON.stringify([opened, form, wrong, right]), /Action\.Execute/);
    assert.match(cardText(wrong.type === 'continue' ? wrong.value.card.content : ''), /“25:00” is no time of day/);
    assert.equal(before, null);
    assert.match(cardText(right.type === 'continue' ? right.value.card.content : ''), /Saved/);
    assert.equal(await digestAt(), '10:10');
    await until(() => house.messages(house.channel.id).some(({ card }) => cardText(card).includes('08:30 → 10:10')));
  });

  it('is to be read by those with a role, says who may to all others, and takes no nonsense', async () => {
    const { house, partner } = scene();
    const viewer = await invoke(house.person(/billing/i), 'config/fetch', {});
    const guest = await invoke(house.person(/guest/i), 'config/fetch', {});
    const stranger = house.person(/admin/i, partner(1).tenantId);
    const before = await digestAt();
    const rev = 1;
    const deed = { verb: 'settings.digest', rev, digestOn: '', digestAt: '', days: '1', timeZone: 'UTC' };

    const tried = await invoke(house.person(/helpdesk/i), 'config/submit', { data: deed });
    const foreign = await invoke(
      stranger,
      'config/submit',
      { data: deed },
      {
        ...house.channel,
        tenantId: partner(1).tenantId,
      },
    );
    const nonsense: readonly Json[] = [{}, { data: 'x' }, { data: { verb: 'settings.none' } }, { data: null }];

    assert.deepEqual(
      submits(viewer.type === 'continue' ? viewer.value.card.content : []).map(({ data }) => data['verb']),
      ['list.open'],
    );
    for (const answer of [guest, tried]) {
      assert.ok(answer.type === 'message');
      assert.match(answer.value, /need the role/);
    }
    assert.doesNotMatch(JSON.stringify(foreign), new RegExp(house.partner.tenantId));
    for (const value of nonsense) assert.equal((await invoke(owner, 'config/submit', value)).type, 'continue');
    assert.equal(await digestAt(), before);
  });
});
