import {
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  type ConfigResponse,
  type InvokeResponse,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder';
import type { Partner } from '../domain/partner.ts';
import type { Json } from '../workflow/ports.ts';
import { beginTurn, languageOf } from './begin-turn.ts';
import { pressButton } from './buttons.ts';
import { type ChannelEvent, channelEvent, renamed, spokenIn } from './channel-events.ts';
import { dialogAnswer, pressedInDialog } from './config-dialog.ts';
import type { BotDeps } from './context.ts';
import { converse } from './converse.ts';
import { type Incoming, lackOf, readActivity, readTold, type Told } from './incoming.ts';
import { addedToOne, install, removedFromOne, uninstall } from './installation.ts';
import { type ButtonAnswer, message } from './press.ts';
import { replyPosts } from './replies.ts';
import { signInInvokes } from './sign-in-invokes.ts';
import { wordsFor } from './words.ts';

type Next = () => Promise<void>;

/** What Teams sends, told apart by kind and handed on; everything that it does is in the functions that it calls. */
export class MiningWatchBot extends TeamsActivityHandler {
  readonly #deps: BotDeps;

  constructor(deps: BotDeps) {
    super();
    this.#deps = deps;
    this.onMessage(async (context, next) => {
      await this.#withPartner(context, (incoming, partner) => this.#message(incoming, partner), 'message');
      await next();
    });
    this.onInstallationUpdateAdd(async (context, next) => {
      await this.#withPartner(context, (incoming, partner) => install(deps, incoming, partner));
      await next();
    });
    this.onInstallationUpdateRemove(async (context, next) => {
      await this.#told(context, (told) => uninstall(deps, told));
      await next();
    });
    this.onConversationUpdate(async (context, next) => {
      const botWas = readTold(context.activity)?.botWas;
      if (botWas === 'added')
        await this.#withPartner(context, (incoming, partner) => addedToOne(deps, incoming, partner));
      if (botWas === 'removed') await this.#told(context, (told) => removedFromOne(deps, told));
      // Microsoft's sample writes it so, its table as the library does (msteams-docs, subscribe-to-conversation-events).
      if (eventTypeOf(context) === 'teamrestored')
        await this.#told(context, (about) => channelEvent(deps, about, 'teamRestored'));
      await next();
    });
    const told =
      (event: ChannelEvent) => async (_channel: unknown, _team: unknown, context: TurnContext, next: Next) => {
        await this.#told(context, (about) => channelEvent(deps, about, event));
        await next();
      };
    this.onTeamsChannelRenamedEvent(async (_channel, _team, context, next) => {
      await this.#told(context, (about) => renamed(deps, about, 'channel'));
      await next();
    });
    this.onTeamsTeamRenamedEvent(async (_team, context, next) => {
      await this.#told(context, (about) => renamed(deps, about, 'team'));
      await next();
    });
    this.onTeamsChannelDeletedEvent(told('channelDeleted'));
    this.onTeamsChannelRestoredEvent(told('channelRestored'));
    const ofTeam = (event: ChannelEvent) => (team: unknown, context: TurnContext, next: Next) =>
      told(event)(undefined, team, context, next);
    this.onTeamsTeamArchivedEvent(ofTeam('teamArchived'));
    this.onTeamsTeamUnarchivedEvent(ofTeam('teamUnarchived'));
    this.onTeamsTeamDeletedEvent(ofTeam('teamDeleted'));
    this.onTeamsTeamHardDeletedEvent(ofTeam('teamDeleted'));
    this.onTeamsTeamRestoredEvent(ofTeam('teamRestored'));
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const { name = '', value } = context.activity;
    const answer = Object.hasOwn(signInInvokes, name) ? signInInvokes[name] : undefined;
    if (answer === undefined) return super.onInvokeActivity(context);
    const incoming = this.#read(context);
    if (incoming === undefined) return answer(this.#deps, undefined, value);
    const answered = await this.#deps.shares.run(incoming.person, { kind: 'press', verb: name }, async () => {
      const partner = await this.#deps.partnerOf(incoming.tenantId);
      if (!partner) await this.#countUnknown(incoming);
      // The token service knows people by the id that Teams has for them now.
      else await this.#deps.acquaintances.meet(incoming);
      return answer(this.#deps, partner && incoming, value);
    });
    return answered.kind === 'done' ? answered.value : { status: 429 };
  }

  protected override async onAdaptiveCardInvoke(
    context: TurnContext,
    invoke: AdaptiveCardInvokeValue,
  ): Promise<AdaptiveCardInvokeResponse> {
    const { verb, data } = invoke.action;
    return invokeAnswer(await this.#pressed(context, verb, data));
  }

  protected override async handleTeamsConfigFetch(context: TurnContext): Promise<ConfigResponse> {
    return this.#inDialog(context, undefined);
  }

  protected override async handleTeamsConfigSubmit(context: TurnContext, value: Json): Promise<ConfigResponse> {
    return this.#inDialog(context, value);
  }

  async #inDialog(context: TurnContext, value: Json | undefined): Promise<ConfigResponse> {
    const { verb, data } = pressedInDialog(value);
    const title = wordsFor(languageOf(context.activity.locale) ?? 'en').t('settings.title');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library has no type of a dialog's card
    return dialogAnswer(await this.#pressed(context, verb, data), title) as ConfigResponse;
  }

  async #pressed(context: TurnContext, verb: string, data: unknown): Promise<ButtonAnswer> {
    const words = wordsFor(languageOf(context.activity.locale) ?? 'en');
    const incoming = this.#read(context);
    if (!incoming) return message(words.t('reply.unknownTenant'));
    const pressed = await this.#deps.shares.run(incoming.person, { kind: 'press', verb }, async () => {
      const partner = await this.#deps.partnerOf(incoming.tenantId);
      if (partner) return pressButton(this.#deps, await beginTurn(this.#deps, incoming, partner), verb, data);
      await this.#countUnknown(incoming);
      return message(words.t('reply.unknownTenant'));
    });
    return pressed.kind === 'done' ? pressed.value : message(words.t('reply.slowDown'));
  }

  #read(context: TurnContext): Incoming | undefined {
    const incoming = readActivity(context.activity);
    if (incoming === undefined) this.#dropped(context);
    return incoming;
  }

  #dropped(context: TurnContext): void {
    const { type, name, action } = context.activity;
    const said = { type, name: eventTypeOf(context) ?? name ?? action, why: lackOf(context.activity) };
    this.#deps.log.warn(said, 'dropped an activity that lacks something');
  }

  /** What changes places asks nobody for rights. What is told of one of them is done a few at once, as what a person sends. */
  async #told(context: TurnContext, then: (told: Told) => Promise<void>): Promise<void> {
    const told = readTold(context.activity);
    if (told === undefined) {
      this.#dropped(context);
      return;
    }
    const { tenantId, conversationId } = told;
    await this.#deps.shares.run({ tenantId, objectId: conversationId }, { kind: 'event' }, async () => {
      if ((await this.#deps.partnerOf(tenantId)) !== undefined) await then(told);
    });
  }

  async #withPartner(
    context: TurnContext,
    then: (incoming: Incoming, partner: Partner) => Promise<void>,
    kind: 'message' | 'event' = 'event',
  ): Promise<void> {
    const incoming = this.#read(context);
    if (incoming === undefined) return;
    const said = await this.#deps.shares.run(incoming.person, { kind }, async () => {
      const partner = await this.#deps.partnerOf(incoming.tenantId);
      if (partner) await then(incoming, partner);
      else await this.#unknownTenant(context, incoming);
    });
    if (said.kind === 'slow-down' && said.first) await this.#slowDown(incoming);
  }

  /** Said once to whoever sends too much, as any other answer: within Teams' limits. */
  async #slowDown(incoming: Incoming): Promise<void> {
    const partner = await this.#deps.partnerOf(incoming.tenantId);
    if (partner === undefined) return;
    this.#deps.log.warn(
      { partner: partner.id, person: incoming.person.objectId },
      'a person sends more than their share',
    );
    const language = languageOf(incoming.locale) ?? partner.language;
    const reply = { kind: 'text', text: wordsFor(language).t('reply.slowDown') } as const;
    await this.#deps.store.posts.add(replyPosts(this.#deps, { incoming, partner, language }, [reply]), []);
  }

  async #message(incoming: Incoming, partner: Partner): Promise<void> {
    await spokenIn(this.#deps, incoming);
    const turn = await beginTurn(this.#deps, incoming, partner);
    const replies = await converse(this.#deps, turn);
    await this.#deps.store.posts.add(replyPosts(this.#deps, turn, replies), []);
  }

  /** A conversation of a tenant that is not served gets one polite sentence, in the turn itself: there is no partner to store it under. */
  async #unknownTenant(context: TurnContext, incoming: Incoming): Promise<void> {
    if (context.activity.type !== 'message' || (await this.#countUnknown(incoming)) > 1) return;
    const words = wordsFor(languageOf(incoming.locale) ?? 'en');
    await context.sendActivity({ type: 'message', text: words.t('reply.unknownTenant'), textFormat: 'plain' });
  }

  /** Threads of a channel are one conversation. */
  async #countUnknown({ tenantId, conversationId }: Incoming): Promise<number> {
    this.#deps.log.warn({ tenant: tenantId }, 'an activity of an unknown tenant');
    const [conversation = ''] = conversationId.split(';messageid=', 1);
    return this.#deps.store.partners.countUnknown(tenantId, conversation, this.#deps.now().toISOString());
  }
}

function invokeAnswer(answer: ButtonAnswer): AdaptiveCardInvokeResponse {
  return answer.kind === 'message'
    ? invokeMessage(answer.text)
    : invokeResponse('application/vnd.microsoft.card.adaptive', answer.card);
}

function eventTypeOf({ activity }: TurnContext): unknown {
  const { eventType }: { readonly eventType?: unknown } = activity.channelData ?? {};
  return eventType;
}

/** Refusals are answers too: only 200 lets the client show the sentence (facts/teams.md 3.2). */
function invokeMessage(text: string): AdaptiveCardInvokeResponse {
  return invokeResponse('application/vnd.microsoft.activity.message', text);
}

/** The library's type knows no sentence as a value, though the protocol does. */
function invokeResponse(type: string, value: unknown): AdaptiveCardInvokeResponse {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { statusCode: 200, type, value: value as Record<string, unknown> };
}
