import assert from 'node:assert/strict';
import { until } from '../support/house.ts';
import { closedPort } from '../support/http-server.ts';
import { type CollectedSpan, openCollector, type TraceCollector } from '../support/trace-collector.ts';
import { type BotProcess, startBot } from '../survival/bot-process.ts';
import { openPlace, type Place } from '../survival/place.ts';
import { buttonOf } from '../survival/scene.ts';

const key = 'K3Y-of-the-collector';

describe('a trace', () => {
  let collector: TraceCollector;
  let place: Place;
  let front: BotProcess;
  let worker: BotProcess;
  let failed = false;

  before(async () => {
    collector = await openCollector();
    place = await openPlace();
    const env = {
      ...place.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${key}`,
      LOG_LEVEL: 'debug',
    };
    front = startBot({ ...env, JOB_CONCURRENCY: '0', PORT: String(await closedPort()) });
    worker = startBot({ ...env, PORT: String(await closedPort()) });
    await Promise.all([front.ready(), worker.ready()]);
    place.world.setBotEndpoint(`${front.url}/api/messages`);
    await place.install();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    await Promise.all([front.kill('SIGKILL'), worker.kill('SIGKILL')]);
    await place.close({ keep: failed });
    await collector.close();
  });

  const named = (name: string, traceId: string) =>
    collector.spans.filter((span) => span.name === name && span.traceId === traceId);

  it('goes from a click through the jobs of another process to what these ask outside', async () => {
    const detected = place.detect();
    await place.look();
    const [row] = await until(async () => {
      const rows = await place.records.cases();
      return rows.length > 0 && rows;
    });
    const [card] = await until(() => {
      const cards = place.cardsOf(row?.state.id ?? '');
      return cards.length > 0 && cards;
    });
    const channels = place.world.snapshot().conversations;
    const teamId = channels.find(({ id }) => id === card?.conversationId)?.teamId;
    const partner = place.partners.find((each) => each.teamId === teamId);
    const person = partner && place.workers(partner)[0];
    assert.ok(detected && card && person);
    await place.settled();

    const { data } = buttonOf(card.card, 'claim');
    const answer = await place.world.execute({ personId: person.id, messageId: card.id, verb: 'claim', data });
    await place.settled();
    await Promise.all([front.kill('SIGTERM'), worker.kill('SIGTERM')]);

    assert.equal(answer.statusCode, 200);
    const turn = collector.spans.find(({ name }) => name === 'turn button');
    assert.ok(turn, 'there is no span of the turn');
    const within = new Map(collector.spans.map((span) => [span.spanId, span]));
    const roots = (span: CollectedSpan): string =>
      span.parentSpanId === undefined || span.parentSpanId === ''
        ? span.name
        : `${roots(within.get(span.parentSpanId) ?? { ...span, name: '?', parentSpanId: '' })} > ${span.name}`;
    const ways = collector.spans.filter(({ traceId }) => traceId === turn.traceId).map(roots);
    assert.ok(ways.includes('turn button > job report > PATCH graph'), ways.join('\n'));
    assert.ok(ways.includes('turn button > job tell > PUT teams'), ways.join('\n'));
    assert.equal(named('job report', turn.traceId)[0]?.parentSpanId, turn.spanId);
  });

  it('holds ids, and no name of anybody, no text, no secret', () => {
    const { customers, people, partners } = place.world.snapshot();
    const sent = collector.bodies.join('\n');
    const names = [...customers, ...people, ...partners].map(({ name }) => name);

    assert.ok(collector.spans.length > 10);
    assert.match(sent, /case_[0-9a-f]{32}/);
    for (const name of [...names, place.env['BOT_APP_SECRET'] ?? '?']) assert.ok(!sent.includes(name), name);
    for (const { subscriptions } of customers)
      for (const { id } of subscriptions) assert.ok(!sent.includes(id), 'the id of a subscription');
  });

  it('is sent with the key of the collector, which no log shows', () => {
    const output = front.output() + worker.output();

    assert.ok(collector.headers.every((headers) => headers['x-api-key'] === key));
    assert.ok(!output.includes(key));
  });

  it('is told to nobody outside', () => {
    const requests = place.world.requests();

    assert.ok(requests.length > 10);
    for (const { headers } of requests) assert.ok(!('traceparent' in headers) && !('tracestate' in headers));
  });
});
