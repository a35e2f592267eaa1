import type { Store } from '../workflow/ports.ts';
import { createAlarmStore } from './alarms.ts';
import { createAlertListStore } from './alert-lists.ts';
import { createCallRoom } from './call-room.ts';
import { createCaseStore } from './cases.ts';
import { createChannelStates } from './channel-states.ts';
import { createChannelStore } from './channels.ts';
import { createConsentStore } from './consents.ts';
import type { Database } from './database.ts';
import { createDeadLetterStore } from './dead-letters.ts';
import { createDetectionStore } from './detections.ts';
import { createFactStore } from './facts.ts';
import { createInvestigationStore } from './investigations.ts';
import { createLedgerStore } from './ledger.ts';
import { createMemoryStore } from './memories.ts';
import { createNameStore } from './names.ts';
import { createPackStore } from './packs.ts';
import { createPartnerTimes } from './partner-times.ts';
import { createPartnerStore } from './partners.ts';
import { createPeopleStore } from './people.ts';
import { createPlanStore } from './plans.ts';
import { createPostStore } from './posts.ts';
import { createQuestionStore } from './questions.ts';
import { createRunStore } from './runs.ts';
import { createSettingsStore } from './settings.ts';
import { createSignInStore } from './sign-ins.ts';
import { createThreadClaims } from './thread-claims.ts';
import { createWebhookStore } from './webhooks.ts';

/** Everything stored, over one database that `migrate` has brought up to date. */
export function createStore(database: Database): Store {
  /** What adds jobs, except in a short job: the workers look by themselves where one ends. */
  const announced = async <R>(committed: Promise<R>): Promise<R> => {
    const outcome = await committed;
    database.jobsAdded();
    return outcome;
  };
  const cases = createCaseStore(database);
  const detections = createDetectionStore(database);
  const channels = createChannelStore(database);
  const posts = createPostStore(database);
  const alertLists = createAlertListStore(database);
  const deadLetters = createDeadLetterStore(database);
  const channelStates = createChannelStates(database);
  const names = createNameStore(database);
  const investigations = createInvestigationStore(database);
  const runs = createRunStore(database);
  const packs = createPackStore(database);
  const consents = createConsentStore(database);
  const settings = createSettingsStore(database);
  const webhooks = createWebhookStore(database);
  const signIns = createSignInStore(database);
  const alarms = createAlarmStore(database);
  return {
    cases: { ...cases, commit: (commit) => announced(cases.commit(commit)) },
    detections: { ...detections, keepUnreadable: (...alert) => announced(detections.keepUnreadable(...alert)) },
    partners: createPartnerStore(database),
    names: { ...names, saveNames: (...found) => announced(names.saveNames(...found)) },
    facts: createFactStore(database),
    channels: { ...channels, install: (...channel) => announced(channels.install(...channel)) },
    people: createPeopleStore(database),
    posts: { ...posts, add: (...added) => announced(posts.add(...added)) },
    alertLists: { ...alertLists, giveCard: (...asked) => announced(alertLists.giveCard(...asked)) },
    deadLetters: { ...deadLetters, retry: (...asked) => announced(deadLetters.retry(...asked)) },
    channelStates: {
      close: (...asked) => announced(channelStates.close(...asked)),
      reopen: (...asked) => announced(channelStates.reopen(...asked)),
      moveWaiting: (...asked) => announced(channelStates.moveWaiting(...asked)),
    },
    questions: createQuestionStore(database),
    investigations: { ...investigations, save: (...found) => announced(investigations.save(...found)) },
    plans: createPlanStore(database),
    runs: {
      ...runs,
      begin: (run) => announced(runs.begin(run)),
      saveItems: (...items) => announced(runs.saveItems(...items)),
      end: (...ended) => announced(runs.end(...ended)),
      cancel: (...cancelled) => announced(runs.cancel(...cancelled)),
    },
    packs: {
      ...packs,
      ask: (...asked) => announced(packs.ask(...asked)),
      finish: (...finished) => announced(packs.finish(...finished)),
      fail: (...failed) => announced(packs.fail(...failed)),
    },
    memories: createMemoryStore(database),
    times: createPartnerTimes(database),
    consents: {
      ...consents,
      keep: (...kept) => announced(consents.keep(...kept)),
      renew: (...renewed) => announced(consents.renew(...renewed)),
    },
    ledger: createLedgerStore(database),
    signIns: {
      ...signIns,
      ask: (...asked) => announced(signIns.ask(...asked)),
      settle: (...settled) => announced(signIns.settle(...settled)),
      over: (...ended) => announced(signIns.over(...ended)),
      askForErrand: (...asked) => announced(signIns.askForErrand(...asked)),
      errandOver: (...ended) => announced(signIns.errandOver(...ended)),
    },
    callRoom: createCallRoom(database),
    threadClaims: createThreadClaims(database),
    settings: { ...settings, save: (...saved) => announced(settings.save(...saved)) },
    alarms: {
      ...alarms,
      raise: (...raised) => announced(alarms.raise(...raised)),
      sayAlso: (...said) => announced(alarms.sayAlso(...said)),
      change: (...changed) => announced(alarms.change(...changed)),
      clear: (...over) => announced(alarms.clear(...over)),
    },
    webhooks: { ...webhooks, take: (taken) => announced(webhooks.take(taken)) },
  };
}
