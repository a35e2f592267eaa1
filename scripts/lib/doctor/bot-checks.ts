import { z } from 'zod';
import type { Config } from '../../../src/config.ts';
import { HttpError } from '../../../src/http/http-error.ts';
import { type Check, fault, note, ok } from './finding.ts';
import type { Outside } from './outside.ts';

const metadataSchema = z.object({ issuer: z.string(), jwks_uri: z.string() });
const keysSchema = z.object({ keys: z.array(z.object({ kid: z.string() })).min(1) });

/** Seconds. Tokens are taken five minutes before and after their time (facts/teams.md 4.3). */
const clockNote = 30;
const clockFault = 240;

const connectionsFor = {
  graph: ['SIGN_IN_CONNECTION_GRAPH', 'Alerts are resolved, and mail is sent, in the name of who decides.'],
  partnerCenter: [
    'SIGN_IN_CONNECTION_PARTNER_CENTER',
    'Fraud events are answered, and subscriptions cancelled, by who decides.',
  ],
  azure: ['SIGN_IN_CONNECTION_AZURE', 'Nobody can stop or delete anything without it.'],
} as const;

/** The bot's own identity towards Teams. */
export function botChecks({ bot }: Config, outside: Outside): readonly Check[] {
  const { http } = outside;
  return [
    {
      id: 'bot.token',
      place: 'login',
      title: 'The bot proves who it is',
      why: 'Without a token of its own the bot can neither answer nor post.',
      run: async () => {
        await outside.token(bot.tenantId, 'botFramework');
        return ok(`a token for ${bot.appId}`);
      },
    },
    {
      id: 'bot.keys',
      place: 'botFramework',
      title: 'Keys that Teams signs with',
      why: 'Without them every message from Teams is refused.',
      run: async () => {
        const base = new URL(bot.openIdMetadataUrl).origin;
        const { jwks_uri: link } = await http.json({ base, to: { link: bot.openIdMetadataUrl } }, (body) =>
          metadataSchema.parse(body),
        );
        const { keys } = await http.json({ base, to: { link } }, (body) => keysSchema.parse(body));
        return ok(`${keys.length} keys`);
      },
    },
    ...(['graph', 'partnerCenter', 'azure'] as const).map(
      (name): Check => ({
        id: `bot.sign-in.${name}`,
        place: 'botFramework',
        title: `Sign-in connection for ${name}`,
        why: connectionsFor[name][1],
        run: async () => {
          const connectionName = bot.connections[name];
          if (connectionName === undefined)
            return note('not set', `Make the OAuth connection and write its name into ${connectionsFor[name][0]}.`);
          const token = await outside.tokenFor(bot.tenantId, 'botFramework');
          // Assumption: somebody unknown to a connection is answered 404, whether or not there is such a connection.
          const query = { userId: 'mining-watch-doctor', connectionName, channelId: 'msteams' };
          try {
            await http.send({ base: bot.userTokenUrl, to: { path: '/api/usertoken/GetToken', query }, token });
          } catch (error) {
            if (!(error instanceof HttpError && error.status === 404)) throw error;
          }
          return ok(`${connectionName}; the token service takes the bot's question`);
        },
      }),
    ),
  ];
}

/** To be run when all that goes outside has gone. */
export function clockCheck(outside: Outside): Check {
  return {
    id: 'clock',
    place: 'machine',
    title: "This machine's clock",
    why: 'Tokens are refused, and limits counted wrong, when it is off.',
    run: async () => {
      const skew = outside.skew();
      if (skew === undefined)
        return note('no service has said the time', 'Mend what is said above, and run this again.');
      const off = Math.abs(skew);
      // Answers say the second that they were made in.
      const said = off < 2 ? 'right' : `${Math.round(off)} s ${skew > 0 ? 'ahead' : 'behind'}`;
      if (off < clockNote) return ok(said);
      const mend = 'Switch time synchronisation on (NTP).';
      return off < clockFault ? note(said, mend) : fault(said, mend);
    },
  };
}
