import type { PersonKey } from '../../http/tokens.ts';
import { TokenClaims } from './schema.ts';

/** Whether a token says that it is the person's, somebody else's, or nothing that can be read. Nothing is verified. */
export function whoseToken(token: string, person: PersonKey): 'theirs' | 'foreign' | 'unreadable' {
  const claims = TokenClaims.safeParse(payloadOf(token));
  if (!claims.success) return 'unreadable';
  const { oid, tid } = claims.data;
  const isTheirs =
    oid.toLowerCase() === person.objectId.toLowerCase() && tid.toLowerCase() === person.tenantId.toLowerCase();
  return isTheirs ? 'theirs' : 'foreign';
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
