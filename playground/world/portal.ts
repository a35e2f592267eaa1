import type { NewServiceRequest, WorldPortal, WorldServiceRequest } from './portal-types.ts';
import { need, type Store } from './store.ts';

const microsoft = 'Microsoft Support';

export function portalOf(store: Store): WorldPortal {
  const request = (number: string): WorldServiceRequest => need(store.serviceRequests, number, 'support request');
  return {
    file: (wanted) => ({ number: fileRequest(store, wanted).number }),
    answer(number, text) {
      put(store, withNote(store, { ...request(number), status: 'attention_needed' }, { by: microsoft, text }));
    },
    close(number) {
      const at = store.clock.now().toISOString();
      put(store, { ...request(number), status: 'closed', closedAt: at, changedAt: at });
    },
  };
}

/** Somebody of the partner writes a note, which is an answer where Microsoft waited for one. */
export function noteRequest(store: Store, request: WorldServiceRequest, text: string): WorldServiceRequest {
  const status = request.status === 'attention_needed' ? 'open' : request.status;
  return put(store, withNote(store, { ...request, status }, { by: request.by, text }));
}

function fileRequest(store: Store, wanted: NewServiceRequest): WorldServiceRequest {
  const person = need(store.people, wanted.personId, 'person');
  const at = store.clock.now().toISOString();
  const { personId, title, description, severity = 'moderate', customerTenantId } = wanted;
  return put(store, {
    number: numberOf(store, at),
    partnerTenantId: person.tenantId,
    personId,
    by: person.name,
    title,
    description,
    severity,
    status: 'open',
    ...(customerTenantId === undefined ? {} : { customerTenantId }),
    createdAt: at,
    changedAt: at,
    notes: [],
  });
}

/** Day and count, as the portal's numbers look: sixteen digits. */
function numberOf(store: Store, at: string): string {
  const day = at.slice(2, 10).replaceAll('-', '');
  return `${day}0040${String(store.serviceRequests.size + 1).padStart(6, '0')}`;
}

function withNote(
  store: Store,
  request: WorldServiceRequest,
  note: { readonly by: string; readonly text: string },
): WorldServiceRequest {
  const at = store.clock.now().toISOString();
  return { ...request, changedAt: at, notes: [...request.notes, { ...note, at }] };
}

function put(store: Store, request: WorldServiceRequest): WorldServiceRequest {
  store.serviceRequests.set(request.number, request);
  store.changed();
  return request;
}
