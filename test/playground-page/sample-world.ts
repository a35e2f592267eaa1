import type { InvokeAnswer, Json, Snapshot, World, WorldConversation, WorldMessage, WorldPerson } from '../../playground/world/types.ts';

export interface SampleWorld extends World {
  /** What the page asked for, by method name, in order. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  /** Answers the next Action.Execute with this. */
  answerWith(answer: InvokeAnswer | (() => Promise<InvokeAnswer>)): void;
  /** Puts a message of the bot, or of a person, into a conversation. */
  addMessage(message: Partial<WorldMessage> & Pick<WorldMessage, 'conversationId'>): WorldMessage;
  changeMessage(id: string, change: Partial<WorldMessage>): void;
}

const contoso = '11111111-0000-4000-8000-000000000001';
const italia = '11111111-0000-4000-8000-000000000002';

export const people = {
  ada: person('aad-ada', 'Ada Keller', contoso, 'Admin agent', 'en-GB', 'Europe/London'),
  ben: person('aad-ben', 'Ben Okafor', contoso, 'Helpdesk agent', 'en-US', 'America/New_York'),
  gia: { ...person('aad-gia', 'Gia Moss', contoso, 'Visitor', 'en-GB', 'Europe/London'), isGuest: true },
  chiara: person('aad-chiara', 'Chiara Ricci', italia, 'Admin agent', 'it-IT', 'Europe/Rome'),
} satisfies Record<string, WorldPerson>;

export const channels = {
  alerts: channel('19:alerts@thread.tacv2', contoso, 'team-1', 'Cloud Security', 'Azure Alerts', ['aad-ada', 'aad-ben', 'aad-gia']),
  general: channel('19:general@thread.tacv2', contoso, 'team-1', 'Cloud Security', 'General', ['aad-ada', 'aad-ben', 'aad-gia']),
  avvisi: channel('19:avvisi@thread.tacv2', italia, 'team-2', 'Sicurezza Cloud', 'Azure Alerts', ['aad-chiara']),
} satisfies Record<string, WorldConversation>;

/** A world of plain data for the tests of the page: no bot, no other servers. It records what it is asked for. */
export function createSampleWorld(start = '2026-11-22T14:00:00.000Z'): SampleWorld {
  const calls: { name: string; input: unknown }[] = [];
  const listeners = new Set<(version: number) => void>();
  let answer: () => Promise<InvokeAnswer> = () => Promise.resolve({ httpStatus: 200, statusCode: 200 });
  let now = new Date(start);
  let ids = 0;
  let snapshot: Snapshot = {
    version: 1,
    now: now.toISOString(),
    people: Object.values(people),
    partners: [partner(contoso, 'Northwind Cloud', 'graph', 'en', 'team-1'), partner(italia, 'Nuvola Italia', 'fraudEvents', 'it', 'team-2')],
    customers: [
      { partnerTenantId: contoso, tenantId: 'cust-1', name: 'Contoso Retail', subscriptions: [{ id: 'sub-1', name: 'Production West' }, { id: 'sub-2', name: 'Test' }] },
      { partnerTenantId: italia, tenantId: 'cust-2', name: 'Panificio Rossi', subscriptions: [{ id: 'sub-3', name: 'Produzione' }] },
    ],
    conversations: Object.values(channels),
    messages: [],
    alerts: [],
    faults: [],
  };

  const change = (part: Partial<Snapshot>) => {
    snapshot = { ...snapshot, ...part, now: now.toISOString(), version: snapshot.version + 1 };
    for (const listener of listeners) listener(snapshot.version);
  };
  const record = (name: string, input: unknown) => calls.push({ name, input });
  const notHere = (): never => {
    throw new Error('The sample world has no services.');
  };

  const world: SampleWorld = {
    urls: { login: '', graph: '', partnerCenter: '', azure: '', connector: '', openIdMetadata: '' },
    caFile: '',
    botEnv: () => ({}),
    setBotEndpoint: () => {},
    now: () => now,
    advance(ms) {
      record('advance', ms);
      now = new Date(now.getTime() + ms);
      change({});
    },
    onClock: () => {},
    snapshot: () => snapshot,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    requests: () => [],
    forgetRequests: () => {},
    addDetection(detection) {
      record('addDetection', detection);
      const customer = snapshot.customers.find(({ subscriptions }) => subscriptions.some(({ id }) => id === detection.subscriptionId));
      ids += 1;
      const alert = {
        partnerTenantId: detection.partnerTenantId,
        id: `alert-${ids}`,
        subscriptionId: detection.subscriptionId,
        subscriptionName: customer?.subscriptions.find(({ id }) => id === detection.subscriptionId)?.name ?? '',
        customerTenantId: customer?.tenantId ?? '',
        customerName: customer?.name ?? '',
        alertType: 'cryptoMining',
        status: 'active',
        resolvedReason: null,
        resolvedBy: null,
        isTest: detection.isTest ?? false,
        detectedAt: now.toISOString(),
      };
      change({ alerts: [...snapshot.alerts, alert] });
      return alert;
    },
    resolveAlert(partnerTenantId, alertId, reason, by) {
      record('resolveAlert', { partnerTenantId, alertId, reason, by });
      change({ alerts: snapshot.alerts.map((alert) => (alert.id === alertId ? { ...alert, status: 'resolved', resolvedReason: reason, resolvedBy: by } : alert)) });
    },
    addFault(fault) {
      record('addFault', fault);
      ids += 1;
      const added = { ...fault, id: `fault-${ids}` };
      change({ faults: [...snapshot.faults, added] });
      return added;
    },
    removeFault(id) {
      record('removeFault', id);
      change({ faults: snapshot.faults.filter((fault) => fault.id !== id) });
    },
    clearFaults: () => change({ faults: [] }),
    async install(teamId, personId) {
      record('install', { teamId, personId });
      change({ conversations: withState(snapshot.conversations, teamId, 'open') });
    },
    async uninstall(teamId, personId) {
      record('uninstall', { teamId, personId });
      change({ conversations: withState(snapshot.conversations, teamId, 'bot-removed') });
    },
    personalChat(personId) {
      const known = snapshot.conversations.find((one) => one.personId === personId);
      if (known !== undefined) return known;
      const tenantId = snapshot.people.find(({ id }) => id === personId)?.tenantId ?? '';
      const chat: WorldConversation = { id: `a:${personId}`, kind: 'personal', tenantId, name: 'Mining Watch', personId, memberIds: [personId], state: 'open' };
      change({ conversations: [...snapshot.conversations, chat] });
      return chat;
    },
    async say(message) {
      record('say', message);
      const told = message.mention !== false;
      const text = told && message.conversationId.startsWith('19:') ? `<at>Mining Watch</at> ${message.text}` : message.text;
      world.addMessage({ conversationId: message.conversationId, from: message.personId, text, ...(message.threadId === undefined ? {} : { threadId: message.threadId }) });
      return told ? 200 : 0;
    },
    async execute(message) {
      record('execute', message);
      const given = await answer();
      if (given.type === 'application/vnd.microsoft.card.adaptive') {
        const target = snapshot.messages.find(({ id }) => id === message.messageId);
        world.changeMessage(message.messageId, { cardFor: { ...target?.cardFor, [message.personId]: given.value as Json } });
      }
      return given;
    },
    post: notHere,
    token: notHere,
    close: () => Promise.resolve(),
    calls,
    answerWith(given) {
      answer = typeof given === 'function' ? given : () => Promise.resolve(given);
    },
    addMessage(message) {
      ids += 1;
      const id = message.id ?? `m-${ids}`;
      const added = { id, threadId: id, from: 'bot', at: now.toISOString(), cardFor: {}, edited: false, deleted: false, ...message };
      change({ messages: [...snapshot.messages, added] });
      return added;
    },
    changeMessage(id, part) {
      change({ messages: snapshot.messages.map((message) => (message.id === id ? { ...message, ...part } : message)) });
    },
  };
  return world;
}

function person(id: string, name: string, tenantId: string, title: string, locale: string, timeZone: string): WorldPerson {
  const upn = `${name.split(' ')[0]?.toLowerCase()}@partner.example`;
  return { id, teamsId: `29:${id}`, name, tenantId, upn, title, locale, timeZone, isGuest: false, signedIn: true };
}

function channel(id: string, tenantId: string, teamId: string, teamName: string, name: string, memberIds: readonly string[]): WorldConversation {
  return { id, kind: 'channel', tenantId, name, teamId, teamName, memberIds, state: 'open' };
}

function partner(tenantId: string, name: string, source: 'graph' | 'fraudEvents', language: 'en' | 'it', teamId: string): Snapshot['partners'][number] {
  return { tenantId, name, source, language, teamId, groups: { viewer: 'viewers', responder: 'responders', owner: 'owners' } };
}

function withState(conversations: readonly WorldConversation[], teamId: string, state: WorldConversation['state']): WorldConversation[] {
  return conversations.map((conversation) => (conversation.teamId === teamId ? { ...conversation, state } : conversation));
}
