import type { Activity } from 'botbuilder';
import type { CaseId } from '../domain/ids.ts';
import type { Partner } from '../domain/partner.ts';
import type { Http } from '../http/http.ts';
import type { ObserveCall } from '../http/observe-call.ts';
import type { BuildPackDeps } from '../workflow/build-pack.ts';
import type { ChannelClosedDeps } from '../workflow/channel-closed.ts';
import type { DigestDeps } from '../workflow/digest.ts';
import type { HandleDeps } from '../workflow/handle.ts';
import type { Jobs } from '../workflow/job-ports.ts';
import type { LookAfterDeps } from '../workflow/look-after.ts';
import type { UnreadableAlert } from '../workflow/outside-ports.ts';
import type { Log, RoleReader } from '../workflow/ports.ts';
import type { NewPost } from '../workflow/post-ports.ts';
import type { RemindDeps } from '../workflow/remind.ts';
import type { AskForErrand } from '../workflow/sign-in-ports.ts';
import type { SweepDeps } from '../workflow/sweep.ts';
import type { WatchDeps } from '../workflow/watch.ts';
import { alarmPosts } from './alarm.ts';
import { allClear, raisedPosts, redrawnCards } from './alarm-posts.ts';
import { createAskForErrand } from './ask-for-errand.ts';
import { askingReminderPosts } from './asking-reminders.ts';
import { createAcquaintances, languageOf } from './begin-turn.ts';
import { MiningWatchBot } from './bot.ts';
import { createClosedNotices } from './channel-notices.ts';
import { createClocks } from './clock-facts.ts';
import { createClockReminders } from './clock-reminders.ts';
import type { BotDeps } from './context.ts';
import { digestPosts } from './draw-digest.ts';
import { drawPost, unreadablePosts } from './draw-post.ts';
import { createFairShares } from './fair-shares.ts';
import { goOn } from './go-on.ts';
import { createLook } from './look-into.ts';
import { forgetChat } from './own-chat.ts';
import { packNotice } from './pack-notice.ts';
import { createPartnerCache } from './partner-cache.ts';
import { reminderPosts } from './reminders.ts';
import { createAdopt } from './transport/adopt.ts';
import { createBotAuthentication } from './transport/authentication.ts';
import { type Connector, createConnector } from './transport/connector.ts';
import { ConnectorError } from './transport/connector-error.ts';
import { createInRoom } from './transport/in-room.ts';
import { createPacedConnector } from './transport/paced-connector.ts';
import { createTell, type Tell } from './transport/tell.ts';
import { createTurns, type TurnAnswer } from './transport/turns.ts';
import { wordsFor } from './words.ts';

/** Milliseconds that a call waits for room within Teams' limits. */
const turnPatienceMs = 1500;
const jobPatienceMs = 30_000;

export interface CreateBotDeps
  extends Pick<
    BotDeps,
    | 'store'
    | 'roles'
    | 'readFacts'
    | 'profileOf'
    | 'fileSupport'
    | 'packCode'
    | 'packLink'
    | 'consentLink'
    | 'bursts'
    | 'signIn'
    | 'newId'
    | 'now'
    | 'log'
  > {
  readonly config: {
    readonly appId: string;
    readonly serviceUrlHosts: readonly string[];
    readonly openIdMetadataUrl: string;
    readonly userTokenUrl: string;
  };
  /** Reads a case's subscription and concludes, as the job does. */
  readonly investigate: (caseId: CaseId) => Promise<void>;
  /** With the patience of a job. */
  readonly rolesInJobs: RoleReader;
  /** What one person may do at once. */
  readonly personShare: number;
  readonly http: Http;
  readonly lacksSignIn: NonNullable<HandleDeps['lacksSignIn']>;
  /** The bot's own token for the Bot Framework. */
  readonly botToken: () => Promise<string>;
  /** Milliseconds that one call of the connector may take. */
  readonly timeoutMs: number;
  /** Stands around each call of the connector. */
  readonly observe?: ObserveCall | undefined;
}

/** The Teams edge, put together. */
export interface Bot {
  /** Answers one activity; never throws. */
  readonly handle: (activity: object, authorization: string | undefined) => Promise<TurnAnswer>;
  /** The handler of the job that sends what is due in one conversation. */
  readonly tell: Tell;
  /** The handler of the job that goes on with what waited for a sign-in. */
  readonly goOn: (payload: Jobs['go-on']) => Promise<void>;
  readonly askForErrand: AskForErrand;
  readonly unreadableNotice: (partner: Partner, alert: UnreadableAlert) => Promise<readonly NewPost[]>;
  readonly reminders: SweepDeps['reminders'];
  readonly alarm: LookAfterDeps['alarm'];
  readonly askingReminders: SweepDeps['askingReminders'];
  readonly clockReminders: RemindDeps['clockReminders'];
  readonly packNotice: NonNullable<BuildPackDeps['packNotice']>;
  readonly digestPosts: DigestDeps['digestPosts'];
  readonly raisedPosts: WatchDeps['raisedPosts'];
  readonly redrawnCards: WatchDeps['redrawnCards'];
  readonly allClear: WatchDeps['allClear'];
  readonly closedNotices: ChannelClosedDeps['closedNotices'];
}

export function createBot(deps: CreateBotDeps): Bot {
  const { store, now, log, config } = deps;
  // Tokens expire and limits count by the true time, whatever clock the product is given.
  const trueNow = () => new Date();
  const connection = {
    botToken: deps.botToken,
    serviceUrlHosts: config.serviceUrlHosts,
    timeoutMs: deps.timeoutMs,
    now: trueNow,
    ...(deps.observe === undefined ? {} : { observe: deps.observe }),
  };
  const connector = createConnector({ ...connection, appId: config.appId });
  /** Somebody waits for these. */
  const quick = createConnector({ ...connection, timeoutMs: Math.min(deps.timeoutMs, 4000), appId: config.appId });
  const inTurns = createPacedConnector(quick, store.callRoom, turnPatienceMs);
  const inJobs = createPacedConnector(connector, store.callRoom, jobPatienceMs);
  const { cases, investigations, facts, memories } = store;
  const { roles, lacksSignIn } = deps;
  const handle: HandleDeps = { cases, roles, investigations, facts, memories, lacksSignIn, now };
  const partners = createPartnerCache({ partners: store.partners, now });
  const botDeps: BotDeps = {
    store,
    roles: deps.roles,
    readFacts: deps.readFacts,
    look: createLook({ store, investigate: deps.investigate, log }),
    profileOf: deps.profileOf,
    fileSupport: deps.fileSupport,
    packCode: deps.packCode,
    packLink: deps.packLink,
    consentLink: deps.consentLink,
    signIn: deps.signIn,
    bursts: deps.bursts,
    clocks: createClocks({ times: store.times, now }),
    handle,
    partnerOf: partners.of,
    forgetPartners: partners.forget,
    member: async (place, teamsId) => {
      const member = await inTurns.member(place, teamsId);
      return member?.objectId === undefined ? undefined : { objectId: member.objectId, name: member.name };
    },
    listedChannel: async (team, teamsChannelId) => {
      try {
        return await inTurns.channel(team, teamsChannelId);
      } catch (err) {
        if (!(err instanceof ConnectorError)) throw err;
        log.warn({ err }, 'the channels of a team could not be listed');
        return undefined;
      }
    },
    openChat: openingChats(inTurns, log),
    adopt: createAdopt({ posts: store.posts, connector: inTurns, log }),
    acquaintances: createAcquaintances({ store, now }),
    shares: createFairShares({ most: deps.personShare, now: trueNow }),
    newId: deps.newId,
    now,
    log,
  };
  const jobDeps: BotDeps = {
    ...botDeps,
    roles: deps.rolesInJobs,
    handle: { ...handle, roles: deps.rolesInJobs },
    openChat: openingChats(inJobs, log),
  };
  const bot = new MiningWatchBot(botDeps);
  const turns = createTurns({
    authentication: createBotAuthentication({
      ...connection,
      appId: config.appId,
      metadataUrl: config.openIdMetadataUrl,
      userTokenUrl: config.userTokenUrl,
      http: deps.http,
      log,
    }),
    run: (context) => bot.run(context),
    failure: (activity: Activity) => wordsFor(languageOf(activity.locale) ?? 'en').t('reply.trouble'),
    log,
  });
  return {
    handle: (activity, authorization) => turns.handle(activity, authorization),
    tell: createTell({
      posts: store.posts,
      claims: store.threadClaims,
      channels: store.channels,
      channelStates: store.channelStates,
      forgetChat: (chat, why) => forgetChat(botDeps, chat, why),
      bursts: deps.bursts,
      connector,
      inRoom: createInRoom(store.callRoom, jobPatienceMs),
      draw: (post, shrink) => drawPost(botDeps, post, shrink),
      addJobs: (jobs) => store.posts.add([], jobs),
      now: trueNow,
      log,
    }),
    goOn: (payload) => goOn(jobDeps, payload),
    askForErrand: createAskForErrand(jobDeps),
    reminders: (c, snooze, cards) => reminderPosts(botDeps, c, snooze, cards),
    alarm: (c, findings) => alarmPosts(botDeps, c, findings),
    askingReminders: (c, due, cards) => askingReminderPosts(botDeps, c, due, cards),
    clockReminders: createClockReminders(jobDeps),
    packNotice: (pack) => packNotice(botDeps, pack),
    closedNotices: createClosedNotices(jobDeps),
    digestPosts: (partner, wanted) => digestPosts(botDeps, partner, wanted),
    raisedPosts: (partner, alarm, channels) => raisedPosts(botDeps, partner, alarm, channels),
    redrawnCards: (partner, alarm, cards) => redrawnCards(botDeps, partner, alarm, cards),
    allClear: (partner, alarm, cards) => allClear(botDeps, partner, alarm, cards),
    unreadableNotice: (partner, alert) => unreadablePosts(botDeps, partner, alert),
  };
}

const passing: ReadonlySet<ConnectorError['kind']> = new Set(['throttled', 'busy', 'unsure', 'unauthorized']);

/** To ask twice for the same chat is to ask once: Teams has one for each person. */
function openingChats(connector: Pick<Connector, 'createPersonal'>, log: Log): BotDeps['openChat'] {
  return async ({ tenantId, teamsId }, serviceUrl) => {
    try {
      const { conversationId } = await connector.createPersonal({ serviceUrl, tenantId, teamsId });
      return { kind: 'chat', conversationId };
    } catch (err) {
      if (!(err instanceof ConnectorError)) throw err;
      log.warn({ err }, 'a 1:1 chat could not be opened');
      return { kind: passing.has(err.kind) ? 'later' : 'refused' };
    }
  };
}
