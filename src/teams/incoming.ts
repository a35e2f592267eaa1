import { z } from 'zod';
import { type ChannelType, channelTypes } from '../domain/channel-state.ts';
import type { Person } from '../domain/people.ts';
import { storable } from '../domain/storable.ts';

/**
 * Assumption: whatever names a channel may say its type, as botframework-schema's ChannelInfo has one; documented it is for
 * what happens to shared and private channels.
 */
const channelInfo = z.object({
  id: z.string(),
  name: z.string().optional(),
  type: z.enum(channelTypes).optional().catch(undefined),
});

const members = z
  .array(z.object({ id: z.string() }))
  .optional()
  .catch(undefined);

/** The parts of a Teams activity that are read; everything in it is outside data (facts/teams.md 1.6, 2.4, 3.2). */
const activitySchema = z.object({
  type: z.string(),
  id: z.string().max(500).optional(),
  name: z.string().optional(),
  action: z.string().optional(),
  text: z.string().optional(),
  serviceUrl: z.string(),
  replyToId: z.string().max(500).optional(),
  locale: z.string().max(50).optional(),
  from: z.object({ id: z.string(), name: z.string().catch(''), aadObjectId: z.string().optional() }).optional(),
  recipient: z.object({ id: z.string(), name: z.string().optional().catch(undefined) }).optional(),
  conversation: z
    .object({ id: z.string(), conversationType: z.string().optional(), tenantId: z.string().optional() })
    .optional(),
  channelData: z
    .object({
      tenant: z.object({ id: z.string() }).optional(),
      team: z.object({ id: z.string(), name: z.string().optional() }).optional(),
      channel: channelInfo.optional(),
      settings: z.object({ selectedChannel: channelInfo.optional() }).optional(),
      eventType: z.string().optional(),
    })
    .optional(),
  membersAdded: members,
  membersRemoved: members,
  entities: z
    .array(
      z.looseObject({
        type: z.string().catch(''),
        text: z.string().optional(),
        mentioned: z.object({ id: z.string(), name: z.string().optional() }).optional(),
      }),
    )
    .catch([])
    .default([]),
});

type RawActivity = z.infer<typeof activitySchema>;

export interface Mention {
  readonly teamsId: string;
  readonly name: string;
}

/** What reached the bot and where, whoever was behind it: Teams names nobody whom we could know with what it tells of channels. */
export interface Told {
  /** Tenant by `channelData.tenant.id`, never by something in a card's data. */
  readonly tenantId: string;
  readonly serviceUrl: string;
  /** With `;messageid=` for a thread of a channel. */
  readonly conversationId: string;
  readonly isPersonal: boolean;
  readonly team?: { readonly id: string; readonly name?: string };
  readonly channel?: { readonly id: string; readonly name?: string; readonly type?: ChannelType };
  /** The bot itself was added to, or removed from, that one channel: a shared or private one, which are no part of their team. */
  readonly botWas?: 'added' | 'removed';
}

/** What somebody sent to the bot. */
export interface Incoming extends Told {
  readonly activityId: string;
  readonly person: Person;
  readonly teamsId: string;
  readonly botId: string;
  readonly locale?: string;
  /** Text without the bot's own mention; other mentions are left as names. */
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly replyToId?: string;
}

/** Reads an activity; undefined where it names no tenant, person or conversation, so that nobody could be asked about rights. */
export function readActivity(activity: unknown): Incoming | undefined {
  const a = activitySchema.safeParse(activity).data;
  const told = a && toldOf(a);
  if (told === undefined || !a?.from?.aadObjectId || !a.recipient) return undefined;
  const { tenantId } = told;
  return {
    ...told,
    ...storable({
      activityId: a.id ?? '',
      person: { tenantId, objectId: a.from.aadObjectId.toLowerCase(), name: a.from.name },
      teamsId: a.from.id,
      botId: a.recipient.id,
      text: plainText(a),
      mentions: mentionsOf(a),
      ...(a.locale === undefined ? {} : { locale: a.locale }),
      ...(a.replyToId === undefined ? {} : { replyToId: a.replyToId }),
    }),
  };
}

/** Reads what is asked of no person; undefined where it names no tenant or conversation. */
export function readTold(activity: unknown): Told | undefined {
  const a = activitySchema.safeParse(activity).data;
  return a && toldOf(a);
}

/** What an activity lacks that cannot be read, in a word. */
export function lackOf(activity: unknown): 'form' | 'tenant' | 'person' | 'place' {
  const a = activitySchema.safeParse(activity).data;
  if (a === undefined) return 'form';
  if (tenantOf(a) === undefined) return 'tenant';
  return toldOf(a) === undefined ? 'place' : 'person';
}

function tenantOf({ channelData, conversation }: RawActivity): string | undefined {
  return (channelData?.tenant?.id ?? conversation?.tenantId)?.toLowerCase() || undefined;
}

function toldOf(a: RawActivity): Told | undefined {
  const tenantId = tenantOf(a);
  if (tenantId === undefined || !a.conversation) return undefined;
  const channel =
    a.channelData?.settings?.selectedChannel ??
    a.channelData?.channel ??
    (a.channelData?.team ? { id: a.channelData.team.id } : undefined);
  return storable({
    tenantId,
    serviceUrl: a.serviceUrl,
    conversationId: a.conversation.id,
    isPersonal: a.conversation.conversationType === 'personal',
    ...(a.channelData?.team === undefined ? {} : { team: compact(a.channelData.team) }),
    ...(channel === undefined
      ? {}
      : { channel: { ...compact(channel), ...('type' in channel && channel.type ? { type: channel.type } : {}) } }),
    ...membershipOf(a),
  });
}

function membershipOf({ channelData, membersAdded, membersRemoved, recipient }: RawActivity): Pick<Incoming, 'botWas'> {
  const isBot = (member: { readonly id: string }) => member.id === recipient?.id;
  if (channelData?.eventType === 'channelMemberAdded' && membersAdded?.some(isBot)) return { botWas: 'added' };
  if (channelData?.eventType === 'channelMemberRemoved' && membersRemoved?.some(isBot)) return { botWas: 'removed' };
  return {};
}

function compact(named: { id: string; name?: string | undefined }): { readonly id: string; readonly name?: string } {
  return { id: named.id, ...(named.name === undefined ? {} : { name: named.name }) };
}

function mentionsOf(a: RawActivity): readonly Mention[] {
  return a.entities.flatMap((e) =>
    e.type === 'mention' && e.mentioned && e.mentioned.id !== a.recipient?.id
      ? [{ teamsId: e.mentioned.id, name: e.mentioned.name ?? '' }]
      : [],
  );
}

/**
 * Teams writes a mention as `<at>Name</at>` and escapes the person's own angle brackets. The bot's name after an at sign that
 * Teams did not make a mention of, because it was pasted, is meant as one.
 */
function plainText(a: RawActivity): string {
  let text = a.text ?? '';
  for (const entity of a.entities) {
    if (entity.type === 'mention' && entity.mentioned?.id === a.recipient?.id && entity.text)
      text = text.replaceAll(entity.text, ' ');
  }
  const plain = text
    .replaceAll(/<\/?at[^>]*>/gi, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const named = `@${a.recipient?.name ?? ''} `.toLowerCase();
  return named.length > 2 && `${plain} `.toLowerCase().startsWith(named) ? plain.slice(named.length).trim() : plain;
}
