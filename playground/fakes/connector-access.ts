import { splitThread } from '../world/messages.ts';
import type { Store } from '../world/store.ts';
import type { WorldConversation } from '../world/types.ts';
import {
  archived,
  blocked,
  noConversation,
  notInRoster,
  privateChannel,
  throttled,
  writesBlocked,
} from './connector-errors.ts';
import type { ConnectorLimits, LimitedCall } from './connector-limits.ts';
import type { LoginTokens } from './login-tokens.ts';
import type { FakeAnswer } from './server.ts';

export interface ConnectorParts {
  readonly store: Store;
  readonly tokens: LoginTokens;
  /** Undefined where the world is made without limits. */
  readonly limits: ConnectorLimits | undefined;
  /** The service URL that activities carry. */
  readonly serviceUrl: () => string;
}

/** A conversation that the bot may use, and the thread in it that the request names. */
export interface OpenConversation {
  readonly conversation: WorldConversation;
  readonly threadId?: string;
}

/** The answer to a call over the limits; undefined when it is within them and has been counted. */
export function taken(
  parts: ConnectorParts,
  call: LimitedCall,
  thread: string,
  tenantId: string,
): FakeAnswer | undefined {
  const allowance = parts.limits?.take(call, thread, tenantId, parts.store.clock.now().getTime());
  return allowance?.kind === 'throttled' ? throttled(allowance.retryAfterSeconds) : undefined;
}

const refusals: Readonly<Partial<Record<WorldConversation['state'], FakeAnswer>>> = {
  archived,
  private: privateChannel,
  blocked,
};

/** The conversation of an id if the bot is in it, else the error. */
export function openConversation(store: Store, id: string): OpenConversation | FakeAnswer {
  const { conversationId, threadId } = splitThread(id);
  const conversation = store.conversations.get(conversationId);
  if (conversation === undefined || conversation.state === 'deleted') return noConversation;
  const isChat = conversation.kind === 'personal';
  const refused = isChat && conversation.state === 'blocked' ? writesBlocked : refusals[conversation.state];
  if (refused !== undefined) return refused;
  if (!botIsIn(store, conversation)) return notInRoster;
  if (threadId === undefined) return { conversation };
  const root = store.messages.get(threadId);
  // Assumption: a thread that never was is answered like a conversation that never was.
  if (root === undefined || root.conversationId !== conversationId) return noConversation;
  return { conversation, threadId };
}

function botIsIn(store: Store, conversation: WorldConversation): boolean {
  if (conversation.state !== 'open') return false;
  return conversation.teamId === undefined || store.teams.get(conversation.teamId)?.botInstalled === true;
}
