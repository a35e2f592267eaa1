import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { keysOf, type Made, signingCertificate, type Wish } from '../../playground/world/signing-certificate.ts';
import { useWebhookPlace } from './webhook-place.ts';

const day = 24 * 3_600_000;
const refusal = /^\{"error":\{"code":"not-verified","message":"[^"]+"\}\}$/;

describe('a callback that names a certificate', () => {
  const place = useWebhookPlace();

  const refused = async (link: string, why: string, by?: Made): Promise<void> => {
    const { status, text } = await place().post({
      headers: { 'x-ms-certificate-url': link },
      ...(by === undefined ? {} : { by }),
    });
    assert.equal(status, 401);
    assert.match(text, refusal);
    assert.deepEqual(place().taken, []);
    assert.equal(place().why.at(-1), why);
  };
  const leaf = (wish: Partial<Wish>): Promise<Made> =>
    signingCertificate({ name: 'pcnotifications.example', by: place().intermediate, ...wish });

  it('is taken, whether the certificate comes as PEM or as DER, and asks for it once', async () => {
    const der = new X509Certificate(place().good.cert).raw;
    const link = place().serve((response) => response.end(der));

    const answers = await Promise.all([1, 2, 3].map(() => place().post({ headers: { 'x-ms-certificate-url': link } })));

    assert.deepEqual(
      answers.map(({ status }) => status),
      [202, 202, 202],
    );
    assert.equal(place().asked.length, 1);
  });

  const bad: Readonly<Record<string, readonly [why: string, make: () => Promise<Made>]>> = {
    'has expired': [
      'certificate-dates',
      () => leaf({ from: new Date(Date.now() - 9 * day), until: new Date(Date.now() - day) }),
    ],
    'is not valid yet': ['certificate-dates', () => leaf({ from: new Date(Date.now() + day) })],
    'is of another organization': ['certificate-organization', () => leaf({ organization: 'Contoso Ltd' })],
    'is of an organization that sounds alike': [
      'certificate-organization',
      () => leaf({ organization: 'Microsoft Corporation Ltd' }),
    ],
    'says the organization in its name only': [
      'certificate-organization',
      () => leaf({ name: 'x\\, O=Microsoft Corporation', organization: 'Contoso Ltd' }),
    ],
    'may not sign': ['certificate-usage', () => leaf({ usage: 'keyEncipherment' })],
    'may issue others': ['certificate-usage', () => leaf({ authority: {}, usage: undefined })],
    'is signed with SHA-1': ['certificate-strength', () => leaf({ algorithm: 'sha1' })],
    'has a short key': ['certificate-strength', async () => leaf({ keys: await keysOf('short', 1024) })],
    'is signed by itself': ['certificate-chain', () => signingCertificate({ name: 'pcnotifications.example' })],
    'comes from a root of its own': [
      'certificate-chain',
      async () => {
        const root = await signingCertificate({ name: 'Mallory', authority: {} });
        return leaf({ by: root });
      },
    ],
    'comes from a root that only bears the name of ours': [
      'certificate-chain',
      async () => {
        const root = await signingCertificate({ name: 'Place root', authority: {}, keys: await keysOf('Mallory') });
        return leaf({ by: root });
      },
    ],
    'comes from an issuer of another organization': [
      'certificate-organization',
      async () => {
        const issuer = await signingCertificate({
          name: 'Contoso',
          organization: 'Contoso Ltd',
          by: place().root,
          authority: {},
        });
        const made = await leaf({ by: issuer });
        return { ...made, cert: made.cert + issuer.cert };
      },
    ],
    'comes from a certificate that may issue none': [
      'certificate-chain',
      async () => {
        const issuer = await signingCertificate({ name: 'Plain', by: place().root });
        const made = await leaf({ by: issuer });
        return { ...made, cert: made.cert + issuer.cert };
      },
    ],
    'comes from an issuer that has expired': [
      'certificate-chain',
      async () => {
        const until = new Date(Date.now() - day);
        const from = new Date(Date.now() - 9 * day);
        const issuer = await signingCertificate({ name: 'Old', by: place().root, authority: {}, from, until });
        const made = await leaf({ by: issuer });
        return { ...made, cert: made.cert + issuer.cert };
      },
    ],
    'lies below an issuer that may have none below': [
      'certificate-chain',
      async () => {
        const second = await signingCertificate({ name: 'Second', by: place().intermediate, authority: {} });
        const made = await leaf({ by: second });
        return { ...made, cert: made.cert + second.cert };
      },
    ],
    'has too long a chain': [
      'certificate-chain',
      async () => {
        const made: Made[] = [];
        for (const name of ['One', 'Two', 'Three'])
          made.push(await signingCertificate({ name, by: made.at(-1) ?? place().root, authority: {} }));
        const last = await leaf({ by: made.at(-1) ?? place().root });
        return { ...last, cert: [last, ...made].map(({ cert }) => cert).join('') };
      },
    ],
  };
  for (const [what, [why, make]] of Object.entries(bad))
    it(`is refused where it ${what}`, async () => {
      const made = await make();

      await refused(place().serve(made.cert), why, made);
    });

  it('is taken with a second intermediate that comes along', async () => {
    const issuer = await signingCertificate({ name: 'First', by: place().root, authority: {} });
    const second = await signingCertificate({ name: 'Below', by: issuer, authority: {} });
    const by = await leaf({ by: second });
    const link = place().serve(by.cert + second.cert + issuer.cert);

    assert.equal((await place().post({ by, headers: { 'x-ms-certificate-url': link } })).status, 202);
  });

  it('is refused where the link leads anywhere but to a certificate of the pinned host, and nothing is asked there', async () => {
    const { host } = place();
    const good = place().serve(place().good.cert);
    const path = new URL(good).pathname;
    const links = [
      '',
      good.replace('https:', 'http:'),
      `//${host}${path}`,
      `https://evil.example${path}`,
      `https://${host}.evil.example${path}`,
      `https://evil.example/${host}${path}`,
      `https://user:pass@${host}${path}`,
      `https://${host}@evil.example${path}`,
      `https://evil.example#@${host}${path}`,
      `https://127.0.0.1${path}`,
      `https://2130706433:${new URL(good).port}${path}`,
      `https://[::ffff:127.0.0.1]:${new URL(good).port}${path}`,
      `https://localhost:${new URL(good).port}${path}`,
      `https://169.254.169.254${path}`,
      encodeURI(`https://１２７.0.0.1:${new URL(good).port}${path}`),
      `https://${host}\\@evil.example${path}`,
      `https://${host}/cert/../cert/${path.slice(6)}`,
      `https://${host}/cert/%2e%2e/${path.slice(6)}`,
      `https://${host}/other/${path.slice(6)}`,
      `${good}?x=1`,
      `${good}#x`,
      `${good} `.padEnd(6000, 'a'),
      good.replace('.cer', '.pem'),
      `file://${path}`,
      'data:,x',
    ];

    for (const link of links) await refused(link, link === '' ? 'certificate-url-missing' : 'certificate-url');

    assert.deepEqual(place().asked, []);
  });

  it('is refused where the certificate’s address sends on', async () => {
    const good = place().serve(place().good.cert);

    await refused(
      place().serve((response) => {
        response.statusCode = 302;
        response.setHeader('location', good);
        response.end();
      }),
      'certificate-not-had',
    );

    assert.equal(place().asked.length, 1);
  });
});

describe('a certificate host in trouble', () => {
  const place = useWebhookPlace({ certificateMs: 400 });

  const troubles = {
    'never answers': () => undefined,
    'stops in the middle': (response: ServerResponse) => void response.write('-----BEGIN'),
    'sends without end': (response: ServerResponse) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(4096)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    },
    'sends a megabyte': (response: ServerResponse) => void response.end(Buffer.alloc(1024 * 1024)),
    'sends no certificate': (response: ServerResponse) => void response.end('<html></html>'),
    'sends nothing': (response: ServerResponse) => void response.end(),
    fails: (response: ServerResponse) => {
      response.statusCode = 500;
      response.end();
    },
  };
  for (const [what, serve] of Object.entries(troubles))
    it(`that ${what} holds a callback up for a short time, and is not asked again for each`, async () => {
      const link = place().serve(serve);
      const post = () => place().post({ headers: { 'x-ms-certificate-url': link } });

      const answers = [...(await Promise.all([post(), post(), post()])), await post()];

      for (const { status } of answers) assert.equal(status, 401);
      assert.equal(place().asked.length, 1);
    });
});

describe('a flood of links to certificates', () => {
  const place = useWebhookPlace();

  it('is a few requests, and a certificate that is known goes on', async () => {
    const known = await place().post();
    const links = Array.from({ length: 60 }, () => place().serve('none'));

    const answers = await Promise.all(links.map((link) => place().post({ headers: { 'x-ms-certificate-url': link } })));
    const after = await place().post();

    assert.equal(known.status, 202);
    assert.ok(answers.every(({ status }) => status === 401));
    assert.ok(place().asked.length <= 7, `${place().asked.length} requests`);
    assert.equal(after.status, 202);
  });
});
