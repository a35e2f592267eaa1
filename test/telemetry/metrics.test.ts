import assert from 'node:assert/strict';
import { until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type BotProcess, startBot } from '../survival/bot-process.ts';
import { openPlace, type Place } from '../survival/place.ts';

describe('the figures of a running product', () => {
  let place: Place;
  let bot: BotProcess;
  let url = '';
  let failed = false;

  before(async () => {
    place = await openPlace();
    const metricsPort = String(await closedPort());
    bot = startBot({ ...place.env, PORT: String(await closedPort()), METRICS_PORT: metricsPort });
    url = `http://127.0.0.1:${metricsPort}/metrics`;
    await bot.ready();
    place.world.setBotEndpoint(`${bot.url}/api/messages`);
    await place.install();
    place.detect();
    await place.look();
    await until(async () => (await place.records.cases()).length > 0);
    await place.settled();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await bot.kill('SIGKILL');
    await place.close({ keep: failed });
  });

  const read = async () => (await fetch(url)).text();

  for (const line of [
    /^mining_watch_turn_seconds_count\{kind="installation",outcome="answered"\} \d/m,
    /^mining_watch_job_seconds_count\{job="poll",outcome="done"\} \d/m,
    /^mining_watch_job_seconds_count\{job="tell",outcome="done"\} \d/m,
    /^mining_watch_call_seconds_count\{service="graph",outcome="2xx"\} \d/m,
    /^mining_watch_call_seconds_count\{service="login",outcome="2xx"\} \d/m,
    /^mining_watch_call_seconds_count\{service="teams",outcome="2xx"\} \d/m,
    /^mining_watch_sends_total\{outcome="sent"\} \d/m,
    /^mining_watch_detections_total\{source="(?:graph|fraudEvents)",outcome="in-case"\} \d/m,
    /^mining_watch_open_cases\{left="over-12h"\} \d/m,
    /^mining_watch_source_age_seconds\{source="graph"\} \d/m,
    /^mining_watch_pool_connections\{state="most"\} \d/m,
    /^process_cpu_seconds_total \d/m,
  ])
    it(`have ${String(line).slice(2, 70)}`, async () => {
      assert.match(await read(), line);
    });

  it('name no customer, person, partner or id', async () => {
    const { customers, people, partners } = place.world.snapshot();

    const text = await read();

    for (const { name } of [...customers, ...people, ...partners]) assert.ok(!text.includes(name), name);
    assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}|(?:case|ptr|post)_[0-9a-f]{8}|19:/);
  });

  it('are in the form that Prometheus reads, to GET and HEAD at one address', async () => {
    const [get, head, post, other] = await Promise.all([
      fetch(url),
      fetch(url, { method: 'HEAD' }),
      fetch(url, { method: 'POST' }),
      fetch(url.replace('/metrics', '/')),
    ]);

    assert.match(get.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    for (const line of (await get.text()).split('\n'))
      assert.match(line, /^(?:|#.*|[a-z_\d]+(?:\{[^{}]*\})? (?:[-+.\deE]+|Nan|\+Inf))$/);
    assert.deepEqual([head.status, await head.text(), post.status, other.status], [200, '', 405, 404]);
  });

  it('are not at the port that Teams reaches', async () => {
    assert.equal((await fetch(`${bot.url}/metrics`)).status, 404);
  });
});
