import assert from 'node:assert/strict';
import { createLog, errorForLog, textForLog } from '../src/log.ts';

const secret = 'S3CR3T-of-somebody';
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';

function written(data: object): string {
  let all = '';
  createLog({ level: 'debug', destination: { write: (text) => void (all += text) } }).info(data, 'm');
  return all;
}

const nowhere: readonly (readonly [string, object])[] = [
  ['deep in data', { a: { b: { c: { d: { token: secret } } } } }],
  ['in lists of lists', { list: [[{ token: secret }]] }],
  [
    'under a name in other letters',
    { headers: { Authorization: secret, 'Set-Cookie': [secret], 'X-Api-Key': secret } },
  ],
  [
    'under names with underscores',
    { access_token: secret, refresh_token: secret, id_token: secret, client_secret: secret },
  ],
  ['under names in one word', { refreshToken: secret, idToken: secret, botSecret: secret, connectionString: secret }],
  [
    'on an error that stands elsewhere',
    { error: Object.assign(new Error('no'), { request: { headers: { x: secret } } }) },
  ],
  ['on an error deeper', { job: { err: Object.assign(new Error('no'), { body: secret }) } }],
  ['in the message of an error', { err: new Error(`refused: Authorization: Bearer ${jwt}`) }],
  ['in the name of an error', { err: Object.assign(new Error('no'), { name: jwt }) }],
  ['in the path of an error', { err: Object.assign(new Error('no'), { path: `/a?x=1&sig=${secret}` }) }],
  ['in a token anywhere', { value: `got ${jwt} for it` }],
  ['in an address', { url: new URL(`https://service.example/a?access_token=${secret}&x=1`) }],
  ['in the address of a database', { err: new Error(`cannot reach postgres://user:${secret}@db.example/x`) }],
  ['in what makes its own JSON', { it: { toJSON: () => ({ token: secret }) } }],
  ['in bytes', { body: Buffer.from(secret) }],
  ['far down in a circle', circle()],
];

function circle(): object {
  const one: Record<string, unknown> = { token: secret };
  one['self'] = one;
  return { one };
}

describe('what may be written to the log', () => {
  for (const [where, data] of nowhere)
    it(`is no secret ${where}`, () => {
      const line = written(data);

      assert.ok(!line.includes(secret) && !line.includes(jwt), line);
      assert.equal(Object(JSON.parse(line)).msg, 'm');
    });

  it('is the code of an error, which says what to do', () => {
    const line = Object(
      JSON.parse(written({ err: Object.assign(new Error('no'), { code: 'ECONNRESET' }), code: 'x' })),
    );

    assert.equal(line.err.code, 'ECONNRESET');
    assert.equal(line.code, 'x');
  });

  it('is what several errors in one say', () => {
    const refused = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });

    const logged = errorForLog(new AggregateError([refused, refused]));

    assert.equal(Object(logged['errors'])[1].code, 'ECONNREFUSED');
  });

  it('is a text without secrets otherwise as it was', () => {
    for (const text of ['code=', 'a token of thanks', 'https://service.example/a?x=1', 'at 12:30 a@b.example'])
      assert.equal(textForLog(text), text);
  });

  it('is a time as a time', () => {
    const line = Object(JSON.parse(written({ at: new Date('2026-03-02T08:00:00Z') })));

    assert.equal(line.at, '2026-03-02T08:00:00.000Z');
  });
});
