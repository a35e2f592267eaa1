import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from './config.ts';
import { openDatabase } from './db/database.ts';
import { startEmbeddedServer } from './db/embedded-server.ts';
import { migrate } from './db/migrate.ts';
import { createPartnerAdmin } from './db/partner-admin.ts';
import { readReadiness } from './db/readiness.ts';
import { createStore } from './db/store.ts';
import { standardBursts } from './domain/alert-bursts.ts';
import { idMaker, type PackId } from './domain/ids.ts';
import type { Person } from './domain/people.ts';
import { startJobs } from './jobs/run-jobs.ts';
import { createObserving } from './observing.ts';
import { codePage, codePagePolicy } from './pack/code-page.ts';
import { createPackMaker } from './pack/make-pack.ts';
import { createServices } from './services.ts';
import { createBot } from './teams/create-bot.ts';
import { happened } from './teams/view-journal.ts';
import { wordsFor } from './teams/words.ts';
import { createMessages } from './web/messages.ts';
import { createPackRoutes } from './web/packs.ts';
import { createServer } from './web/server.ts';
import { createWebhooks } from './web/webhooks.ts';
import { buildPack } from './workflow/build-pack.ts';
import { carryOut } from './workflow/carry-out.ts';
import { channelClosed } from './workflow/channel-closed.ts';
import { sayDigests } from './workflow/digest.ts';
import { investigate } from './workflow/investigate.ts';
import type { Jobs } from './workflow/job-ports.ts';
import { lookAfter } from './workflow/look-after.ts';
import { lookAt } from './workflow/look-at.ts';
import { makePlan } from './workflow/make-plan.ts';
import { createRefusalNotes } from './workflow/note-refusal.ts';
import { codeFor, mayFetchPack, openPack } from './workflow/pack-code.ts';
import { poll } from './workflow/poll.ts';
import type { Log, Store } from './workflow/ports.ts';
import { readFacts } from './workflow/read-facts.ts';
import { isScoreStale, readScore, readScoreJob } from './workflow/read-score.ts';
import { recallAgain } from './workflow/recall.ts';
import { report } from './workflow/report.ts';
import { createRoleReader } from './workflow/roles.ts';
import { sendMail } from './workflow/send-mail.ts';
import { signOut, takeCode, takeExchange } from './workflow/sign-in.ts';
import { pollJob, sweep } from './workflow/sweep.ts';
import { takeWebhook } from './workflow/take-webhook.ts';
import { trackSupport } from './workflow/track-support.ts';
import { watch } from './workflow/watch.ts';

export interface AppOptions {
  readonly config: Config;
  readonly log: Log;
  /** The clock by which the product's own times are counted; the machine's where left out. */
  readonly now?: () => Date;
  /** Milliseconds that one attempt to reach a service may take; 15,000 where left out. */
  readonly timeoutMs?: number;
}

export interface App {
  readonly store: Store;
  /** Takes requests and works on jobs. Resolves once ready. */
  start(): Promise<{ readonly port: number; readonly metricsPort?: number | undefined }>;
  /** Looks at every source at once, due or not, and does what absolute times ask for, as after the clock was moved. */
  lookNow(): Promise<void>;
  /** Takes no more, finishes what is in hand, closes everything. */
  stop(): Promise<void>;
}

/** Puts the house together: the only file that knows all of it. */
export async function createApp({ config, log, now = () => new Date(), timeoutMs = 15_000 }: AppOptions): Promise<App> {
  const storage = await openStorage(config, log);
  const { database } = storage;
  const observing = await createObserving({ config, database, log, now });
  const store = observing.counted(storage.store);
  const newId = idMaker(randomUUID);
  const services = createServices({ config, log, store, timeoutMs, now, newId, observe: observing.calls });
  /** Somebody waits for what the first reads; the second has the patience of a job, which comes again. */
  const roles = createRoleReader({ groups: services.quickGroups, partners: store.partners, now, log });
  const rolesInJobs = createRoleReader({ groups: services.groups, partners: store.partners, now, log });
  const reading = { ...store, customers: services.customers, costs: services.costs, now };
  const investigating = { ...store, azure: services.azure, audit: services.audit, now };
  const signingIn = { ...store, signInService: services.signInService, now, log };
  const bot = createBot({
    config: config.bot,
    bursts: { ...standardBursts, cards: config.alerts.burstCards },
    personShare: config.people.share,
    store,
    roles,
    rolesInJobs,
    readFacts: (caseId, check, by) => readFacts(reading, caseId, check, by),
    investigate: (caseId) => investigate(investigating, caseId),
    profileOf: (partner, person) => services.quickMailer.profile(partner, person),
    fileSupport: (...request) => services.desk.file(...request),
    packCode: (packId, person) => codeFor({ ...store, now, randomBytes }, packId, person),
    packLink: (packId) => `${config.web.publicUrl}/packs/${packId}`,
    lacksSignIn: services.lacksSignIn,
    signIn: {
      connections: config.bot.connections,
      resource: services.signInResource,
      exchange: (person, offered) => takeExchange(signingIn, person, offered),
      code: (person, code) => takeCode(signingIn, person, code),
      out: (person) => signOut(signingIn, person),
    },
    consentLink: (partner, by) => services.backgroundSignIn.consentLink(partner, by),
    newId,
    now,
    log,
    timeoutMs,
    http: services.http,
    botToken: services.botToken,
    observe: observing.teams,
  });
  const { sources } = services;
  const receiving = { ...store, newId, now, log, customers: services.customers };
  const responding = {
    ...store,
    azure: services.azure,
    acts: services.acts,
    canceller: services.canceller,
    roles: rolesInJobs,
    now,
    log,
    pause,
  };
  const polling = { ...receiving, sources, pause, unreadableNotice: bot.unreadableNotice };
  const scoring = { ...store, score: services.score, now, log };
  const makePack = createPackMaker({ words: wordsFor, happened });
  const asking = { ...store, now, lacksSignIn: services.lacksSignIn, askForErrand: bot.askForErrand };
  const lookingAfter = { ...investigating, costs: services.costs, newId, alarm: bot.alarm };
  const sweepNow = async () => {
    await sweep({
      ...store,
      now,
      newId,
      reminders: bot.reminders,
      askingReminders: bot.askingReminders,
      clockReminders: bot.clockReminders,
    });
    await watch({
      ...store,
      silence: config.alarms.silence,
      now,
      newId,
      log,
      raisedPosts: bot.raisedPosts,
      redrawnCards: bot.redrawnCards,
      allClear: bot.allClear,
    });
    await sayDigests({ ...store, now, digestPosts: bot.digestPosts });
  };

  const handlers: {
    readonly [N in keyof Jobs]: (
      payload: Jobs[N],
      context: {
        readonly jobId: string;
        readonly attempt: number;
        readonly signal: AbortSignal;
        readonly lastAttempt: boolean;
      },
    ) => Promise<void>;
  } = {
    poll: async ({ partnerId }) => {
      const partner = await store.partners.byId(partnerId);
      if (!partner) return;
      await poll(polling, partner);
      if (await isScoreStale(scoring, partnerId)) await store.posts.add([], [readScoreJob(partnerId)]);
    },
    'look-at': async ({ partnerId, subscriptionId }, { attempt }) => {
      const partner = await store.partners.byId(partnerId);
      if (partner) await lookAt(polling, partner, subscriptionId, attempt);
    },
    'channel-closed': ({ channelId }) =>
      channelClosed({ ...store, newId, closedNotices: bot.closedNotices }, channelId),
    'read-facts': ({ caseId, check, by }) => readFacts(reading, caseId, check, by),
    report: ({ caseId }, { attempt }) => report({ ...asking, sources, log }, caseId, attempt),
    investigate: ({ caseId }, { signal }) => investigate(investigating, caseId, signal),
    'make-plan': ({ caseId, planId }, { attempt }) => makePlan(responding, caseId, planId, attempt),
    'carry-out': ({ caseId, runId }, { signal }) => carryOut(responding, caseId, runId, signal),
    'look-after': ({ caseId }) => lookAfter(lookingAfter, caseId),
    'send-mail': ({ caseId, mailId }) =>
      sendMail({ ...store, mailer: services.mailer, now, roles: rolesInJobs }, caseId, mailId),
    'track-support': ({ caseId, kind }) =>
      trackSupport({ ...asking, desk: services.desk, roles: rolesInJobs }, caseId, kind),
    'go-on': (payload) => bot.goOn(payload),
    'read-score': ({ partnerId }) => readScore(scoring, partnerId),
    'build-pack': (payload, context) =>
      buildPack({ ...store, makePack, now, log, packNotice: bot.packNotice }, payload, context),
    tell: bot.tell,
    sweep: sweepNow,
    recall: ({ caseId }) => recallAgain({ ...store, now }, caseId),
  };

  const opening = {
    ...store,
    now,
    mayFetch: (packId: PackId, person: Person) => mayFetchPack({ ...store, roles }, packId, person),
  };
  const server = createServer({
    messages: createMessages({
      handle: (activity, token) => observing.turn(activity, () => bot.handle(activity, token)),
    }),
    packs: createPackRoutes({
      page: (language, problem) => codePage(wordsFor(language), problem),
      policy: codePagePolicy,
      open: (packId, typed) => openPack(opening, packId, typed),
      log,
    }),
    consent: services.backgroundSignIn.routes,
    webhooks: createWebhooks({
      verify: services.verifyWebhook,
      take: (key, event) => takeWebhook({ ...store, now, log }, key, event),
      refused: createRefusalNotes({ ...store, now, log }),
      log,
    }),
    ready: () => readReadiness(database, (err) => log.warn({ err }, 'the database is not ready')),
    log,
    port: config.web.port,
    host: config.web.host,
  });
  let jobs: Awaited<ReturnType<typeof startJobs>> | undefined;

  return {
    store,
    start: async () => {
      jobs = await startJobs({ database, handlers, log, observe: observing.job, concurrency: config.jobs.concurrency });
      await sweepNow();
      return { ...(await observing.start()), ...(await server.start()) };
    },
    lookNow: async () => {
      await sweepNow();
      await store.posts.add(
        [],
        (await store.partners.all()).map((partner) => pollJob(partner.id)),
      );
    },
    stop: async () => {
      await server.stop();
      await jobs?.stop();
      await observing.stop();
      await storage.close();
    },
  };
}

/** The database, ours or the given one, brought up to date. What was opened is closed again where something fails. */
async function openStorage({ database: given, partners }: Config, log: Log) {
  const embedded = given.url === undefined ? await startEmbeddedServer({ folder: given.folder, log }) : undefined;
  const closers: (() => Promise<void>)[] = embedded === undefined ? [] : [() => embedded.stop()];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const database = await openDatabase({ url: given.url ?? embedded?.url ?? '', log, poolSize: given.poolSize });
    closers.push(() => database.close());
    await migrate(database);
    const store = createStore(database);
    if ((await createPartnerAdmin(database).fromFile(partners)) === 0)
      log.warn({}, 'no partner is served yet: add one with npm run partners -- add');
    return { database, store, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  // An aborted wait is one that ended.
  await wait(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
