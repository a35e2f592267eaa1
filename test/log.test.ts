import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createLog, errorForLog } from '../src/log.ts';

const secret = 'S3CR3T-of-somebody';
const names = ['authorization', 'token', 'accessToken', 'secret', 'clientSecret', 'password', 'assertion'];
const words = ['raw', 'text', 'reason', 'note', 'activity', 'card'];

type Logger = ReturnType<typeof createLog>;

/** What is written to the log, line by line. */
function written(write: (log: Logger) => void, level = 'debug'): readonly string[] {
  let all = '';
  write(createLog({ level, destination: { write: (text) => void (all += text) } }));
  return all === '' ? [] : all.replace(/\n$/, '').split('\n');
}

function parsed(write: (log: Logger) => void): Record<string, unknown> {
  const lines = written(write);
  assert.equal(lines.length, 1);
  return JSON.parse(lines[0] ?? '');
}

/** An error as HTTP clients make them: with all that was sent and answered hanging from it. */
function loadedError(message = 'the service said no'): Error {
  const headers = { authorization: `Bearer ${secret}`, 'x-api-key': secret, 'set-cookie': [secret] };
  return Object.assign(new Error(message), {
    status: 503,
    requestId: 'request-1',
    request: { url: 'https://service.example/', headers, body: secret },
    response: { headers, data: { access_token: secret }, body: secret },
    headers,
    config: { auth: { deep: { deeper: { password: secret } } } },
    options: { headers },
    context: { token: secret },
    data: secret,
    body: secret,
  });
}

describe('the log', () => {
  it('writes one JSON object a line, with level, time, message and data', () => {
    const line = parsed((log) => log.info({ partner: 'ptr_1' }, 'an alert was taken in'));

    assert.deepEqual([line['level'], line['msg'], line['partner']], [30, 'an alert was taken in', 'ptr_1']);
    assert.match(String(line['time']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('says nothing of the machine or the process', () => {
    const line = parsed((log) => log.info({}, 'ready'));

    assert.deepEqual(Object.keys(line).toSorted(), ['level', 'msg', 'time']);
  });

  it('leaves out what is below its level', () => {
    const lines = written((log) => {
      log.debug({}, 'no');
      log.info({}, 'no');
      log.warn({}, 'yes');
    }, 'warn');

    assert.equal(lines.length, 1);
  });

  describe('never writes', () => {
    for (const name of [...names, ...words]) {
      it(`${name}, at the top, deeper, or in a list`, () => {
        const lines = written((log) => {
          log.info({ [name]: secret }, 'm');
          log.info({ a: { [name]: secret } }, 'm');
          log.info({ a: { b: { [name]: secret } } }, 'm');
          log.info({ list: [{ [name]: secret }, { [name]: secret }] }, 'm');
          log.info({ [name]: { inner: secret } }, 'm');
          log.info({ [name]: [secret] }, 'm');
        });

        assert.equal(lines.length, 6);
        for (const line of lines) assert.ok(!line.includes(secret), line);
      });

      it(`${name} of a child logger`, () => {
        const lines = written((log) => {
          log.child({ [name]: secret }).info({}, 'm');
          log
            .child({ turn: { [name]: secret } })
            .child({ job: 1 })
            .info({ [name]: secret }, 'm');
        });

        for (const line of lines) assert.ok(!line.includes(secret), line);
      });
    }

    it('what hangs from an error: request, answer, headers, settings', () => {
      const lines = written((log) => {
        log.error({ err: loadedError() }, 'm');
        log.error({ err: new Error('outer', { cause: loadedError() }) }, 'm');
        log.error({ err: new Error('outer', { cause: new Error('inner', { cause: loadedError() }) }) }, 'm');
        log.error({ err: new Error('outer', { cause: { token: secret, other: secret } }) }, 'm');
        log.error({ err: new AggregateError([loadedError()], 'many') }, 'm');
        log.error({ err: { token: secret, other: secret } }, 'm');
        log.error({ err: secret }, 'm');
      });

      assert.equal(lines.length, 7);
      for (const line of lines) assert.ok(!line.includes(secret), line);
    });
  });

  describe('of an error', () => {
    it('writes name, message, what the service said of it, where it was thrown, and its causes', () => {
      const cause = Object.assign(new TypeError('inner'), { why: 'unreachable' });
      const error = Object.assign(new Error('outer', { cause }), { status: 503, requestId: 'r-1', retryAfter: 30 });

      const logged = errorForLog(error);

      assert.equal(logged.name, 'Error');
      assert.equal(logged.message, 'outer');
      assert.deepEqual([logged['status'], logged['requestId'], logged['retryAfter']], [503, 'r-1', 30]);
      assert.match(String(logged['stack']), /log\.test\.ts/);
      const inner = Object(logged['cause']);
      assert.deepEqual([inner.name, inner.message, inner.why], ['TypeError', 'inner', 'unreachable']);
    });

    it('writes a long message in part', () => {
      assert.equal(errorForLog(new Error('x'.repeat(10_000))).message.length, 500);
    });

    it('follows causes only so far, also when they go in a circle', () => {
      const error = new Error('a');
      error.cause = error;

      const text = JSON.stringify(errorForLog(error));

      assert.equal(text.split('"name":"Error"').length - 1, 5);
    });

    it('says of what is no error only that it is none', () => {
      assert.deepEqual(errorForLog({ message: secret }), { name: 'object', message: 'not an error' });
      assert.deepEqual(errorForLog(undefined), { name: 'undefined', message: 'not an error' });
    });
  });

  describe('is not forged', () => {
    const forged = '{"level":50,"msg":"forged"}';

    it('by line ends in data, in names of data, in messages or in errors', () => {
      const lines = written((log) => {
        log.info({ customer: `Alpine\n${forged}` }, 'm');
        log.info({ [`a\n${forged}`]: 1 }, 'm');
        log.info({}, `m\n${forged}`);
        log.error({ err: new Error(`no\r\n${forged}`) }, 'm');
        log.child({ partner: `x\u2028\n${forged}` }).info({}, 'm');
      });

      assert.equal(lines.length, 5);
      for (const line of lines) assert.notEqual(Object(JSON.parse(line)).msg, 'forged');
    });

    it('by any data whatever: always one line, always JSON, always our message', () => {
      const data = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }));

      fc.assert(
        fc.property(data, (some) => {
          const ownKeys = new Set(['level', 'time', 'msg']);
          fc.pre(Object.keys(some).every((key) => !ownKeys.has(key)));
          const line = parsed((log) => log.info(some, 'our message'));

          assert.equal(line['msg'], 'our message');
          assert.equal(line['level'], 30);
        }),
      );
    });

    it('by data that cannot be written: the line comes all the same', () => {
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;

      const lines = written((log) => {
        log.info({ circle }, 'm');
        log.info({ big: 10n }, 'm');
      });

      assert.equal(lines.length, 2);
      for (const line of lines) assert.equal(Object(JSON.parse(line)).msg, 'm');
    });
  });
});
