import assert from 'node:assert/strict';
import { examine } from '../../scripts/lib/doctor/examine.ts';
import { reportJson, reportText } from '../../scripts/lib/doctor/print.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { until } from '../support/house.ts';
import { closedPort, localServer } from '../support/http-server.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type BotProcess, startBot } from '../survival/bot-process.ts';
import { openPlace, type Place } from '../survival/place.ts';

const key = 'K3Y-of-the-collector';
const password = 'pass-word-of-the-database';

describe('secrets of a running product with everything switched on', () => {
  const collector = localServer();
  let place: Place;
  let bot: BotProcess;
  let metricsUrl = '';
  let failed = false;

  before(async () => {
    place = await openPlace();
    const metricsPort = String(await closedPort());
    metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    bot = startBot({
      ...place.env,
      PORT: String(await closedPort()),
      METRICS_PORT: metricsPort,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${key}`,
      LOG_LEVEL: 'trace',
    });
    await bot.ready();
    place.world.setBotEndpoint(`${bot.url}/api/messages`);
    await place.install();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await bot.kill('SIGKILL');
    await place.close({ keep: failed });
  });

  const secrets = () => [
    place.env['BOT_APP_SECRET'] ?? '?',
    new URL(place.env['DATABASE_URL'] ?? '').password,
    key,
    ...place.world.requests().flatMap(({ headers }) => headers['authorization']?.split(' ')[1] ?? []),
  ];
  function proveNone(text: string): void {
    assert.ok(secrets().length > 10);
    for (const secret of secrets()) assert.ok(secret === '' || !text.includes(secret), secret.slice(0, 12));
  }

  it('are in no log, no trace and no figure, also while every service and the collector fail', async () => {
    collector.always(() => ({ status: 500, json: { error: key } }));
    place.detect();
    for (const service of ['graph', 'partnerCenter', 'azure', 'connector', 'login'] as const)
      place.world.addFault({ service, times: 2, act: { kind: 'status', status: 500, body: { error: 'no' } } });
    await place.look();
    await until(async () => (await place.records.cases()).length > 0);
    await place.settled();
    await until(() => collector.asked.length > 0);

    const figures = await (await fetch(metricsUrl)).text();

    assert.match(figures, /mining_watch_call_seconds_count\{service="graph",outcome="5xx"\}/);
    proveNone(bot.output());
    proveNone(figures);
    proveNone(JSON.stringify(collector.asked.map(({ body }) => body)));
  });

  it('are in no line of the doctor, whatever fails', async () => {
    for (const service of ['graph', 'partnerCenter', 'connector'] as const)
      place.world.addFault({
        service,
        times: 50,
        act: { kind: 'status', status: 401, body: { error: { code: key } } },
      });
    const broken = `postgres://me:${password}@127.0.0.1:${await closedPort()}/x`;

    for (const DATABASE_URL of [place.env['DATABASE_URL'] ?? '', broken]) {
      const examined = await examine({ env: { ...place.env, DATABASE_URL } });
      assert.ok(examined.kind === 'examined');
      const told = reportText(examined.findings, { colour: true }) + reportJson(examined.findings);
      for (const secret of [...secrets().filter((one) => one !== key), password])
        assert.ok(secret === '' || !told.includes(secret), secret.slice(0, 12));
    }
  });

  it('are in no answer of /readyz and /metrics when the database is gone', async () => {
    const metrics = createMetrics({ readFigures: () => Promise.reject(new Error(password)), log: quietLog });

    assert.ok(!(await metrics.read()).text.includes(password));
  });

  it('end with the process, which does not wait for a collector that never answers', async () => {
    collector.always(() => 'hang');

    const ended = await bot.kill('SIGTERM');

    assert.equal(ended.code, 0, bot.output().slice(-500));
  });
});
