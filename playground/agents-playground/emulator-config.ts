import type { World, WorldPartner, WorldPerson } from '../world/types.ts';

/** Users besides the current one that the emulator's schema wants: no more, no fewer (package 0.2.28). */
const otherUsers = 5;

/** Whom the emulator's user stands for: the first partner and its admin agent. */
export interface Cast {
  readonly partner: WorldPartner;
  readonly admin: WorldPerson;
}

/** Picks the cast from the world; throws when the world has nobody to play it. */
export function castOf(world: World): Cast {
  const { partners, people } = world.snapshot();
  const [partner] = partners;
  const admin = people.find(({ tenantId, isGuest }) => tenantId === partner?.tenantId && !isGuest);
  if (partner === undefined || admin === undefined) throw new Error('The world has no partner with people in it.');
  return { partner, admin };
}

/**
 * The content of `.m365agentsplayground.yml` (JSON is YAML): the first partner's people, team and channel for alerts
 * under the ids that they have in the world, so that the bot finds their groups there.
 */
export function emulatorConfig(world: World, cast: Cast): string {
  const { people, conversations } = world.snapshot();
  const bot = { id: `28:${world.botEnv()['BOT_APP_ID']}`, name: 'Mining Watch' };
  const colleagues = people.filter(({ id, tenantId }) => tenantId === cast.partner.tenantId && id !== cast.admin.id);
  const users = colleagues.map(user).slice(0, otherUsers);
  while (users.length < otherUsers) users.push(stranger(users.length + 1));
  const channels = conversations.filter(({ id, teamId }) => teamId === cast.partner.teamId && id !== teamId);
  const alerts = channels.find(({ name }) => name === 'Azure Alerts') ?? channels[0];
  return JSON.stringify(
    {
      version: '0.1.1',
      tenantId: cast.partner.tenantId,
      bot,
      currentUser: user(cast.admin),
      users,
      personalChat: { id: `a:${cast.admin.id}` },
      groupChat: { id: '19:group-chat@thread.v2', name: 'Group chat' },
      team: {
        id: cast.partner.teamId,
        name: alerts?.teamName ?? cast.partner.name,
        aadGroupId: '00000000-0000-4000-8000-000000000031',
        channels: alerts === undefined ? [] : [{ id: alerts.id, name: alerts.name }],
      },
    },
    null,
    2,
  );
}

/** The emulator's own spelling: userPrincipleName. */
function user(person: WorldPerson) {
  const [givenName = person.name, ...rest] = person.name.split(' ');
  return {
    id: person.teamsId,
    name: person.name,
    userPrincipleName: person.upn,
    aadObjectId: person.id,
    givenName,
    surname: rest.join(' '),
    email: person.upn,
  };
}

/** Somebody whom nobody has given a role. */
function stranger(number: number): ReturnType<typeof user> {
  return {
    id: `29:stranger-${number}`,
    name: `Stranger ${number}`,
    userPrincipleName: `stranger${number}@elsewhere.example`,
    aadObjectId: `00000000-0000-4000-8000-0000000000f${number}`,
    givenName: 'Stranger',
    surname: String(number),
    email: `stranger${number}@elsewhere.example`,
  };
}
