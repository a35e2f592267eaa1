import assert from 'node:assert/strict';
import type { z } from 'zod';
import { verbs as allVerbs, type Verb } from '../../cards/verbs.ts';
import type { InvokeAnswer, Json, WorldConversation, WorldPerson } from '../../playground/world/types.ts';
import { buttonData } from '../../src/teams/button-data.ts';
import { commandNames } from '../../src/teams/parse-command.ts';
import { typedWords } from '../../src/teams/words.ts';
import { pressed } from './activities.ts';
import { type Belongings, belongingsOf, type ForeignPart } from './belongings.ts';
import { answerText, useScene } from './scene.ts';

const f32 = 'f'.repeat(32);
/** Every part of a button's data that names something which somebody owns, with one that never was. */
const never: Readonly<Record<ForeignPart, string>> = {
  case: `case_${f32}`,
  plan: `plan_${f32}`,
  again: `plan_${f32}`,
  run: `run_${f32}`,
  pack: `pack_${f32}`,
  mail: `mail_${f32}`,
  list: `post_${f32}`,
  letter: `post_${f32}`,
  resource: '/subscriptions/ffffffff-0000-4000-8000-00000000ffff/resourcegroups/r/providers/a/b/never',
  chosen: '/subscriptions/ffffffff-0000-4000-8000-00000000ffff/resourcegroups/r/providers/a/b/never',
  to: 'ffffffff-0000-4000-8000-00000000ffff',
  channel: `chn_${f32}`,
  defaultChannel: `chn_${f32}`,
  escalationChannel: `chn_${f32}`,
  person: 'ffffffff-0000-4000-8000-00000000ffff',
  held: 'owner:ffffffff-0000-4000-8000-00000000ffff',
  group: 'ffffffff-0000-4000-8000-00000000ffff',
};
/** All other parts, with a good value: they name nothing that could be somebody else's. */
const named: Readonly<Record<string, unknown>> = {
  check: 'usage',
  answer: 'bad',
  note: 'a note',
  from: 'somebody',
  way: 'call',
  verdict: 'fraud',
  reason: 'a reason',
  text: 'a text',
  hours: '4',
  because: 'a cause',
  waive: 'false',
  scope: 'chosen',
  attached: 'false',
  lift: undefined,
  item: 'mfa',
  state: 'waived',
  title: 'a title',
  problemType: 'a type',
  impact: 'moderate',
  description: 'a description',
  contactName: 'a name',
  contactEmail: 'somebody@northwindcloud.example',
  contactPhone: '1',
  number: '2611220050001234',
  language: 'en',
  subject: 'a subject',
  draft: 'a draft',
  sent: true,
  triedWay: 'call',
  triedTo: 'somebody',
  triedNote: 'a note',
  profile: 'full',
  which: 'cases',
  page: 1,
  section: 'digest',
  role: 'owner',
  how: 'besides',
  customer: 'any',
  customerId: '',
  reseller: 'any',
  atLeast: 'high',
  rule: 0,
  move: 'remove',
  owner: '1',
  escalation: '20',
  digestOn: 'true',
  digestAt: '09:15',
  days: '1,2',
  timeZone: 'Europe/Rome',
  twoPersonAbove: '3',
  mostResources: '30',
  mostPercent: '40',
  memoryDays: '30',
  remember: '30',
  compared: '2026-11-20T08:00:00.000Z',
};
/** Their value is another for each case or button. */
const computed = ['rev', 'hash', 'typedName', 'kind'];

const verbs = Object.values(allVerbs);
const partsOf = (verb: Verb): readonly (readonly [string, z.ZodType])[] => Object.entries(buttonData[verb].shape);
const isForeignPart = (name: string): name is ForeignPart => name in never;
/** What stands in the same form, and is sent along to be shown again. */
const onlyShown: ReadonlySet<string> = new Set(['settings.default to']);
const idsOf = (verb: Verb) =>
  partsOf(verb).flatMap(([name]) => (isForeignPart(name) && !onlyShown.has(`${verb} ${name}`) ? [name] : []));

describe('ids of another organisation', () => {
  const scene = useScene({
    // Those who asked last may ask again at once: what is tried here is whose a thing is.
    world: { limits: false, size: { partners: 2, channelsPerPartner: 2, subscriptionsPerPartner: 8 } },
    env: { BURST_CARDS: '1' },
    installed: 'all',
  });
  let ours: Belongings;
  let theirs: Belongings;

  before(async () => {
    ours = await belongingsOf(scene(), scene().partner(0));
    theirs = await belongingsOf(scene(), scene().partner(1));
    await scene().records.idle();
  });
  afterEach(() => scene().records.proveJournals());

  const world = () => scene().house.world;

  /** All that is written down of a partner, and what was asked of Azure and of the mail service that changes anything. */
  async function stateOf({ partner }: Pick<Belongings, 'partner'>): Promise<unknown> {
    const { rows } = await scene().records.pool.query(
      `with p as (select id from partners where lower(tenant_id) = lower($1)),
        c as (select * from cases where partner_id in (select id from p))
       select (select json_agg(c order by c.id) from c) as cases,
        (select json_agg(j order by j.case_id, j.seq) from journal j where case_id in (select id from c)) as journal,
        (select json_agg(l order by l.id) from plans l where case_id in (select id from c)) as plans,
        (select json_agg(r order by r.id) from runs r where case_id in (select id from c)) as runs,
        (select json_agg(k order by k.id) from packs k where case_id in (select id from c)) as packs,
        (select json_agg(d order by d.pack_id, d.code_hash) from pack_codes d where pack_id in
          (select id from packs where case_id in (select id from c))) as codes,
        (select json_agg(json_build_array(o.id, o.listed_in, o.state = 'listed') order by o.id) from posts o
          where partner_id in (select id from p) and (kind <> 'fixed')) as posts`,
      [partner.tenantId],
    );
    return rows[0];
  }
  const deeds = () =>
    world()
      .requests()
      .filter(
        ({ service, method, path }) =>
          (service === 'azure' && method !== 'GET' && !/resourcegraph|costmanagement/i.test(path)) ||
          /sendMail/i.test(path),
      ).length;

  async function changesNothing<T>(act: () => Promise<T>): Promise<T> {
    const state = async () => [await stateOf(ours), await stateOf(theirs), deeds()];
    const before = await state();
    const answer = await act();
    await scene().records.idle();
    assert.deepEqual(await state(), before);
    return answer;
  }

  /** Nothing of them may be in an answer to somebody else. */
  function assertTellsNothing(answer: string, of: Belongings): void {
    const { found, plan, ids } = of;
    const machine = ids.resource.split('/').at(-1);
    const secrets = [found.customerName, found.subscriptionId, found.alertId, plan.name, machine, found.caseId];
    for (const secret of secrets) assert.ok(secret && !answer.toLowerCase().includes(secret.toLowerCase()), answer);
  }

  async function settingsOf({ partner }: Belongings): Promise<{ readonly revision: number }> {
    const { rows } = await scene().records.pool.query<{ revision: number }>(
      'select settings_revision as revision from partners where lower(tenant_id) = lower($1)',
      [partner.tenantId],
    );
    return rows[0] ?? assert.fail();
  }

  /** Good data of a button for somebody's own case. */
  async function dataOf(verb: Verb, of: Belongings): Promise<Record<string, unknown>> {
    const { revision } = verb.startsWith('settings.') ? await settingsOf(of) : await of.removals.case(of.found.caseId);
    const kind = verb === 'plan.request' ? undefined : 'azure';
    const own = {
      ...of.ids,
      again: undefined,
      rev: revision,
      hash: of.plan.data['hash'],
      typedName: of.plan.name,
      kind,
    };
    return Object.fromEntries(
      partsOf(verb).map(([name]) => [name, name in own ? Reflect.get(own, name) : named[name]]),
    );
  }

  /** Without the name of a resource, which is the end of what was sent. */
  const withoutEcho = (answer: string, sent: string) => answer.replaceAll(sent.split('/').at(-1) ?? sent, '');

  const press = (person: WorldPerson, of: Belongings, verb: Verb, data: Json): Promise<InvokeAnswer> =>
    world().execute({ personId: person.id, messageId: of.found.card.id, verb, data });

  it('are looked for in every part of every button that there is', () => {
    assert.deepEqual(Object.keys(buttonData).toSorted(), verbs.toSorted());
    const parts = new Map(
      verbs.flatMap((verb) => partsOf(verb).map(([name, schema]) => [`${verb} ${name}`, { name, schema }])),
    );
    assert.ok(parts.size > 120, `${parts.size} parts`);
    for (const [where, { name, schema }] of parts) {
      assert.ok(isForeignPart(name) || name in named || computed.includes(name), `${where} is a part this file lacks`);
      const takesId = Object.values(never).some((id) => schema.safeParse(id).success);
      const isId = takesId && !schema.safeParse('nonsense').success;
      assert.ok(!isId || isForeignPart(name), `${where} takes an id`);
    }
    const nameless = verbs.filter((verb) => idsOf(verb).length === 0 && !verb.startsWith('settings.'));
    assert.ok(nameless.length <= 5, 'lists, help, memory and status alone name nothing, and some settings');
  });

  for (const verb of verbs) {
    for (const part of idsOf(verb)) {
      it(`do nothing and tell nothing in “${verb}”, as its ${part}`, async () => {
        const data = await dataOf(verb, ours);

        const [foreign, unknown] = await changesNothing(async () => [
          await press(ours.owner, ours, verb, { ...data, [part]: theirs.ids[part] }),
          await press(ours.owner, ours, verb, { ...data, [part]: never[part] }),
        ]);

        assert.ok(foreign && unknown);
        assertTellsNothing(withoutEcho(JSON.stringify(foreign.value), theirs.ids[part]), theirs);
        assert.deepEqual(
          [foreign.type, withoutEcho(answerText(foreign), theirs.ids[part])],
          [unknown.type, withoutEcho(answerText(unknown), never[part])],
        );
      });
    }

    it(`do nothing in “${verb}” that is pressed by whom they do not belong to`, async () => {
      const { house } = scene();
      const data = await dataOf(verb, ours);
      const mark = { id: ours.ids.list, attempt: 1 };
      const at = (tenantId: string): WorldConversation => ({ ...scene().channel(ours.partner), tenantId });

      const answers = await changesNothing(async () => {
        const own = await press(theirs.owner, theirs, verb, { ...data, post: mark });
        const here = await press(theirs.owner, ours, verb, data);
        const asTheirs = {
          person: theirs.owner,
          conversation: at(theirs.partner.tenantId),
          replyToId: ours.found.card.id,
        };
        const there = await world().post(pressed(house, asTheirs, { type: 'Action.Execute', verb, data }));
        return [JSON.stringify(own.value), JSON.stringify(here.value), there.body];
      });

      for (const answer of answers) assertTellsNothing(answer, ours);
    });
  }

  for (const name of commandNames) {
    it(`do nothing and tell nothing when they are typed: ${name}`, async () => {
      const { ask, house } = scene();
      const [word = ''] = typedWords('en', `commands.${name}`);
      const alone = { conversationId: house.world.personalChat(ours.owner.id).id, threadId: '' };
      const { case: caseId, plan, run, pack, mail, list } = theirs.ids;
      const before = await stateOf(theirs);

      const byNumber = await ask(
        ours.owner,
        `${word} ${ours.found.number} ${[plan, run, pack, mail, list].join(' ')}`,
        alone,
      );
      const byId = await ask(ours.owner, `${word} ${caseId}`, alone);
      await ask(ours.owner, 'cancel', alone);
      await scene().records.idle();

      assert.deepEqual(await stateOf(theirs), before);
      for (const answer of [byNumber, byId.replaceAll(caseId, '')]) assertTellsNothing(answer, theirs);
    });
  }
});
