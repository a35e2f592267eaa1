import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import { type JWTPayload, SignJWT } from 'jose';

export interface IssuerKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly endorsements: readonly string[];
}

export interface TokenWish {
  readonly claims?: JWTPayload;
  readonly header?: { readonly [name: string]: unknown };
  readonly key?: IssuerKey;
}

/** A Bot Framework of our own: metadata and keys over HTTP, and tokens signed as the real one signs them. */
export interface BotIssuer {
  readonly url: string;
  readonly metadataUrl: string;
  readonly keys: IssuerKey[];
  /** How often the key set was read. */
  readonly reads: number;
  /** Answers 503 from now on, or answers again. */
  setDown(down: boolean): void;
  newKey(kid: string, endorsements?: readonly string[]): IssuerKey;
  token(wish?: TokenWish): Promise<string>;
}

export const issuerName = 'https://api.botframework.com';
export const botAppId = 'b0700000-0000-4000-8000-000000000001';
const teamsUrl = 'https://smba.trafficmanager.net/emea/';

function makeKey(kid: string, endorsements: readonly string[] = ['msteams']): IssuerKey {
  return { kid, endorsements, privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey };
}

/** An issuer for one describe block; each test begins with the one key `first`. */
export function botIssuer(now: () => Date = () => new Date()): BotIssuer {
  const first = makeKey('first');
  const keys: IssuerKey[] = [];
  let reads = 0;
  let isDown = false;
  const server = createServer((request, response) => {
    const json = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    response.statusCode = isDown ? 503 : 200;
    if (isDown) return response.end();
    if (request.url === '/v1/.well-known/openidconfiguration')
      return json({ issuer: issuerName, jwks_uri: `${urlOf()}/v1/.well-known/keys` });
    reads++;
    return json({
      keys: keys.map(({ kid, privateKey, endorsements }) => ({
        ...createPublicKey(privateKey).export({ format: 'jwk' }),
        use: 'sig',
        kid,
        endorsements,
      })),
    });
  });
  const urlOf = (): string => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  };
  before((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  beforeEach(() => {
    keys.splice(0, keys.length, first);
    reads = 0;
    isDown = false;
  });
  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });

  return {
    get url() {
      return urlOf();
    },
    get metadataUrl() {
      return `${urlOf()}/v1/.well-known/openidconfiguration`;
    },
    get reads() {
      return reads;
    },
    keys,
    setDown: (down) => {
      isDown = down;
    },
    newKey: makeKey,
    token: ({ claims, header, key = keys[0] ?? first } = {}) => {
      const seconds = Math.floor(now().getTime() / 1000);
      const good = { iss: issuerName, aud: botAppId, serviceurl: teamsUrl, nbf: seconds, exp: seconds + 3600 };
      return new SignJWT({ ...good, ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })
        .sign(key.privateKey);
    },
  };
}
