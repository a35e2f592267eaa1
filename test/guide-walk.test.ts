import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { createWorld } from '../playground/world/create-world.ts';
import { trustCertificate } from '../playground/world/trust.ts';
import type { World, WorldMessage, WorldPerson } from '../playground/world/types.ts';
import { Browser, leave, outcomeOf, pick } from './consent/signing-in.ts';
import { filled, type Step, stepsOf } from './guide-walk/guide.ts';
import { type Operator, operatorWith, type Served } from './guide-walk/operator.ts';
import { openProxy, type Proxy } from './guide-walk/proxy.ts';
import { createTestDatabase, dropTestDatabase } from './support/database.ts';
import { buttonsOf, cardText, until } from './support/house.ts';
import { closedPort } from './support/http-server.ts';

/** Variables that lead the product to the local world, where the guide's reader has Microsoft. */
const whereMicrosoftIs =
  /^(LOGIN_URL|GRAPH_URL|PARTNER_CENTER_URL|AZURE_URL|BOT_OPENID_METADATA_URL|BOT_USER_TOKEN_URL|SERVICE_URL_HOSTS|WEBHOOK_.*)$/;
/** Commands that the guide has for a bare machine, and why nobody runs them here. */
const alreadyDone: Readonly<Record<string, string>> = { 'npm ci': 'the suite itself runs on what it installs' };

describe('the operator guide, followed word by word with two processes', function () {
  const steps = stepsOf('From nothing to the first card');
  const values: Record<string, string> = {};
  let folder: string;
  let world: World;
  let operator: Operator;
  let proxy: Proxy;
  let database: { name: string; url: string };
  let served: readonly Served[] = [];
  /** Redirect URIs of the application, as far as the guide has had them registered. */
  let registered: readonly string[] = [];
  let failed = false;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mining-watch-guide-world-'));
    [world, proxy, database] = await Promise.all([
      createWorld({ folder }),
      openProxy(join(folder, 'proxy')),
      createTestDatabase({ empty: true }),
    ]);
    trustCertificate(world.caFile);
    trustCertificate(proxy.caFile);
    await appendFile(world.caFile, `\n${await readFile(proxy.caFile, 'utf8')}`);
    const env = world.botEnv();
    const itsOwn = Object.entries(env).filter(([name]) => whereMicrosoftIs.test(name));
    operator = await operatorWith({ ...Object.fromEntries(itsOwn), NODE_EXTRA_CA_CERTS: world.caFile });

    const { groups, tenantId } = partner();
    Object.assign(values, {
      'application id': env['BOT_APP_ID'],
      'tenant of the application': env['BOT_APP_TENANT_ID'],
      secret: env['BOT_APP_SECRET'],
      'address of the database': database.url,
      port: String(await closedPort()),
      'another port': String(await closedPort()),
      host: proxy.host,
      PUBLIC_URL: `https://${proxy.host}`,
      'connection for Graph': env['SIGN_IN_CONNECTION_GRAPH'],
      'connection for Partner Center': env['SIGN_IN_CONNECTION_PARTNER_CENTER'],
      'connection for Azure': env['SIGN_IN_CONNECTION_AZURE'],
      tenant: tenantId,
      viewers: groups.viewer,
      responders: groups.responder,
      removers: groups.remover,
      owners: groups.owner,
      'your name': 'Northwind Cloud Services',
      site: 'northwindcloud.example',
    });
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
  after(async () => {
    if (failed) for (const one of served) console.log(one.command, one.output().slice(-4000));
    await operator.leave();
    await proxy.close();
    await world.close();
    await Promise.all([dropTestDatabase(database.name), rm(folder, { recursive: true, force: true })]);
  });

  function partner() {
    const [first] = world.snapshot().partners;
    assert.ok(first);
    return first;
  }
  function person(title: RegExp): WorldPerson {
    const found = world
      .snapshot()
      .people.find((one) => one.tenantId === partner().tenantId && title.test(`${one.name}, ${one.title}`));
    assert.ok(found, `nobody is ${title}`);
    return found;
  }
  const ports = () => [values['port'], values['another port']].map(Number);
  const fromBot = (wanted: RegExp) => (): WorldMessage | undefined =>
    world
      .snapshot()
      .messages.find((m) => m.from === 'bot' && !m.deleted && wanted.test(`${m.text ?? ''} ${cardText(m.card)}`));

  async function ready(): Promise<void> {
    for (const port of ports())
      await until(() =>
        fetch(`http://127.0.0.1:${port}/readyz`).then(
          ({ status }) => status === 200,
          () => false,
        ),
      );
  }

  /** Commands that go on are those that serve; all others end, with 1 where the guide shows a fault. */
  async function runAll(lines: readonly string[], shown: readonly string[]): Promise<string> {
    const outputs: string[] = [];
    for (const line of lines.filter((one) => !(one in alreadyDone))) {
      const command = filled(line, values);
      if (command.endsWith('npm run serve')) {
        served = [...served, operator.serve(command)];
        continue;
      }
      const { code, output } = await operator.run(command);
      assert.equal(code, shown.some((one) => one.startsWith('FAULT')) ? 1 : 0, `${command}\n${output}`);
      outputs.push(output);
    }
    return outputs.join('\n');
  }

  /** Does what the blocks say, one after the other; answers what the commands said. */
  async function follow({ blocks, text }: Step): Promise<string> {
    let output = '';
    for (const [index, { kind, lines }] of blocks.entries()) {
      const next = blocks[index + 1];
      if (kind === 'env') {
        await operator.writeEnv(lines.map((line) => filled(line, values)));
        if (served.length === 0) continue;
        assert.match(text, /restart/);
        await restart();
      } else if (kind === 'sh') {
        output = await runAll(lines, next?.kind === 'text' ? next.lines : []);
        const key = /^\S+:\S{44}$/m.exec(output)?.[0];
        if (key !== undefined) values['the key that it prints'] = key;
      } else {
        const said = output.replaceAll(/ +/g, ' ');
        for (const line of lines) assert.ok(said.includes(filled(line, values)), `"${line}" is not in:\n${output}`);
      }
    }
    return output;
  }

  async function restart(): Promise<void> {
    await Promise.all(served.map((one) => one.stop()));
    served = served.map(({ command }) => operator.serve(command));
    await ready();
  }

  /** What people do at Microsoft's pages and in Teams before the commands of a step, and what they see after them. */
  interface Deed {
    readonly before?: (step: Step) => Promise<void> | void;
    readonly after?: (step: Step, output: string) => Promise<void>;
  }

  const deeds: Readonly<Record<string, Deed>> = {
    // The world has the application, its secret and the consents.
    'Register the application': {},
    'Somewhere to run': {
      before: ({ text }) => {
        const [, paths = ''] = /proxy that ends TLS and passes (.+?) on\./.exec(text) ?? [];
        proxy.pass([...paths.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path));
        proxy.use(Number(values['port']));
      },
    },
    'The bot': {
      before: ({ text }) => {
        const [, endpoint = ''] = /messaging endpoint `([^`]+)`/.exec(text) ?? [];
        world.setBotEndpoint(filled(endpoint, values));
      },
    },
    Rights: {
      before: ({ text }) => {
        const [, link = ''] = /`(https:[^`]+adminconsent[^`]+)`/.exec(text) ?? [];
        const first = text.slice(0, text.indexOf(link));
        assert.match(first, /\*API permissions\*.*\*Authentication\*, platform \*Web\*/);
        registered = [...first.matchAll(/`([^`]+\/(?:redirect|callback))`/g)].map(([, uri = '']) =>
          filled(uri, values),
        );
        assert.ok(registered.includes('https://token.botframework.com/.auth/web/redirect'));
        assert.equal(new URL(filled(link, values)).searchParams.get('client_id'), world.botEnv()['BOT_APP_ID']);
      },
    },
    Partners: {},
    'Ask the doctor': {},
    Start: {
      after: async () => {
        await ready();
        assert.equal(served.length, 2);
        for (const one of served) await until(() => one.output().includes('"ready"'));
      },
    },
    'The app in Teams': {
      after: async () => {
        const zip = unzipSync(await readFile(join(operator.folder, 'out', 'mining-watch.zip')));
        assert.ok(Buffer.from(zip['manifest.json'] ?? []).includes(values['application id'] ?? '?'));
        await world.install(partner().teamId, person(/Megan/).id);
        await until(fromBot(/Mining Watch/));
      },
    },
    'The background sign-in': {
      after: async (_, output) => {
        const [link = ''] = /https:\S+\/consent\/\S+/.exec(output) ?? [];
        const browser = new Browser();
        const login = await leave(browser, link);
        assert.ok(registered.includes(new URL(login).searchParams.get('redirect_uri') ?? '?'), login);
        const back = await pick(login, person(/Megan/));
        assert.equal(outcomeOf((await browser.open(back)).location), 'given');
        const notice = await until(fromBot(/background sign-in is in place/));
        assert.match(cardText(notice.card), /megan/i);
      },
    },
    Callbacks: {
      after: async () => {
        const { registrations } = world.snapshot().webhook;
        assert.deepEqual(
          registrations.map(({ partnerTenantId }) => partnerTenantId),
          [partner().tenantId],
        );
      },
    },
    'The first card': {
      before: async () => {
        for (const [index, who] of [/Alex/, /Megan/].entries()) {
          const { customerName, subscriptionId } = world.addDetection({
            partnerTenantId: partner().tenantId,
            subscriptionId: freeSubscription(),
          });
          const card = await until(fromBot(new RegExp(`${customerName}[^]*Claim`)));
          proxy.use(ports()[index] ?? 0);
          assert.notEqual(await claim(person(/Nestor/), card), person(/Nestor/).name);

          assert.equal(await claim(person(who), card), person(who).name, subscriptionId);
        }
      },
    },
  };

  function freeSubscription(): string {
    const { alerts, customers } = world.snapshot();
    const taken = new Set(alerts.map((alert) => alert.subscriptionId));
    const own = customers.filter((one) => one.partnerTenantId === partner().tenantId);
    const free = own.find(({ subscriptions }) => subscriptions.every(({ id }) => !taken.has(id)));
    return free?.subscriptions[0]?.id ?? assert.fail('every customer has an alert');
  }

  /** Presses the button; who works on the case by the card that the one who pressed is shown. */
  async function claim(by: WorldPerson, card: WorldMessage): Promise<string | undefined> {
    const button = buttonsOf(card.card).find(({ verb }) => verb === 'claim');
    assert.ok(button);
    const answer = await world.execute({ personId: by.id, messageId: card.id, verb: 'claim', data: button.data });
    return new RegExp(by.name).exec(JSON.stringify(answer))?.[0];
  }

  for (const [index, step] of steps.entries())
    it(`${index + 1}. ${step.title}`, async () => {
      const deed = deeds[step.title];
      assert.ok(deed, 'the guide has a step that nobody knows how to follow');

      await deed.before?.(step);
      const output = await follow(step);
      await deed.after?.(step, output);
    });

  it('has every step that leads there', () => {
    assert.deepEqual(steps.map(({ title }) => title).toSorted(), Object.keys(deeds).toSorted());
  });
});
