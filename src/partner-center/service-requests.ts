import { OutsideError } from '../domain/outside.ts';
import type { Language, Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import {
  type RequestNote,
  type RequestStatus,
  type RequestTracking,
  requestNumber,
  type SupportForm,
  supportLimits,
  type TrackingTrouble,
} from '../domain/support.ts';
import { present } from '../http/loose.ts';
import type { PersonTokens } from '../http/tokens.ts';
import { urlPath } from '../http/url-path.ts';
import { createPartnerCenter, outside, type PartnerCenterDeps } from './client.ts';
import { createRequestIds } from './request-ids.ts';
import { FiledRequest, ServiceRequest } from './schema.ts';

interface SupportDeskDeps extends PartnerCenterDeps {
  readonly people: PersonTokens;
  /** Whether requests are filed by the API (SUPPORT_FILING_API). Microsoft has none at present. */
  readonly filingApi: boolean;
}

interface Trouble {
  readonly kind: 'trouble';
  readonly why: TrackingTrouble;
}

/** Notes of one request that are kept, the latest; they are part of the case. */
const mostNotes = 20;

/**
 * Assumption: the routes for filing were deprecated and the one for topics with them (facts/partner-center.md
 * 7.1), so this is the general topic that the documentation last showed ("Partner Center Issues").
 */
const supportTopicId = '32444667';

/** Assumption: the locales of the partner's own language, of which the route took any. */
const agentLocale: Readonly<Record<Language, string>> = { en: 'en-US', it: 'it-IT' };

/**
 * Support requests of Partner Center (facts/partner-center.md 7.1), with the person's own token and never the app's:
 * Partner Center takes no other, and shows a request to the account that made it. Nothing is thrown for what Partner
 * Center answers.
 */
export function createSupportDesk(deps: SupportDeskDeps) {
  const withRequestId = createRequestIds(deps.newId);
  const partnerCenter = createPartnerCenter(deps);

  /** Runs work with the person's token; what Partner Center says against it is the answer. */
  async function asPerson<T>(partner: Partner, by: Person, work: (token: string) => Promise<T>): Promise<T | Trouble> {
    const own = by.tenantId.toLowerCase() === partner.tenantId.toLowerCase();
    const token = own ? await deps.people.partnerCenter(by) : undefined;
    if (token === undefined) return { kind: 'trouble', why: 'needs-person' };
    try {
      return await outside(() => work(token));
    } catch (error) {
      if (error instanceof OutsideError) return { kind: 'trouble', why: troubles[error.why] };
      throw error;
    }
  }

  return {
    async read(
      partner: Partner,
      by: Person,
      number: string,
    ): Promise<{ readonly kind: 'read'; readonly tracking: RequestTracking } | Trouble> {
      return asPerson(partner, by, async (token) => {
        const path = urlPath`/v1/servicerequests/${number}`;
        const request = await partnerCenter.json(partner, { path, token }, (body) => ServiceRequest.parse(body));
        return { kind: 'read', tracking: toTracking(request) };
      });
    },

    /** Adds a note by PATCH. A second try at one that got no answer carries the id of the first. */
    async addNote(
      partner: Partner,
      by: Person,
      number: string,
      text: string,
    ): Promise<{ readonly kind: 'noted' } | Trouble> {
      return asPerson(partner, by, async (token) => {
        const path = urlPath`/v1/servicerequests/${number}`;
        const json = { NewNote: { Text: text }, Attributes: { ObjectType: 'ServiceRequest' } };
        await withRequestId(JSON.stringify([partner.tenantId, by.objectId, number, text]), (requestId) =>
          partnerCenter.send(partner, { path, token, change: { method: 'PATCH', json, requestId } }),
        );
        return { kind: 'noted' };
      });
    },

    /**
     * `off` while the switch is. Otherwise `POST /v1/servicerequests/{locale}`, which is deprecated. The contact is the
     * account's own: the route took no other.
     */
    async file(
      partner: Partner,
      by: Person,
      form: SupportForm,
    ): Promise<{ readonly kind: 'off' } | { readonly kind: 'filed'; readonly number: string } | Trouble> {
      if (!deps.filingApi) return { kind: 'off' };
      return asPerson(partner, by, async (token) => {
        const path = urlPath`/v1/servicerequests/${agentLocale[partner.language]}`;
        const json = {
          Title: form.title,
          Description: form.description,
          Severity: form.impact,
          SupportTopicId: supportTopicId,
          Attributes: { ObjectType: 'ServiceRequest' },
        };
        return withRequestId(JSON.stringify([partner.tenantId, by.objectId, form]), async (requestId) => {
          const call = { path, token, change: { method: 'POST', json, requestId } } as const;
          const { id } = await partnerCenter.json(partner, call, (body) => FiledRequest.parse(body));
          const number = requestNumber(id);
          if (number === undefined) throw new OutsideError('the number of a request is none', { why: 'unreadable' });
          return { kind: 'filed', number };
        });
      });
    },
  };
}

const troubles: Readonly<Record<OutsideError['why'], TrackingTrouble>> = {
  unauthorized: 'needs-person',
  'needs-person': 'needs-person',
  mfa: 'mfa',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  throttled: 'unreachable',
  'not-ready': 'unreachable',
  unreachable: 'unreachable',
  unreadable: 'unreadable',
  'not-offered': 'unreadable',
};

/** Words of the status in the order of their numbers. */
const statuses: readonly RequestStatus[] = ['none', 'open', 'closed', 'attention-needed'];

function toTracking({ status, notes, lastModifiedDate }: ServiceRequest): RequestTracking {
  const word = status?.toLowerCase().replaceAll(/[^a-z]/g, '') ?? '';
  const kept = notes.filter((note) => note !== undefined).map(shortened);
  return {
    status: statuses.find((one, number) => one.replace('-', '') === word || String(number) === status) ?? 'unknown',
    notes: inOrder(kept).slice(-mostNotes),
    ...present({ changedAt: lastModifiedDate }),
  };
}

function shortened({ text, by, ...note }: RequestNote): RequestNote {
  return {
    ...note,
    text: text.slice(0, supportLimits.note).toWellFormed(),
    ...present({ by: by?.slice(0, supportLimits.contact).toWellFormed() }),
  };
}

/** Oldest first, where all say when they were made. */
function inOrder(notes: readonly RequestNote[]): readonly RequestNote[] {
  const isDated = notes.every(({ at }) => at !== undefined);
  return isDated ? notes.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? '')) : notes;
}
