import { createHash } from 'node:crypto';
import type { PackField } from '../domain/redaction.ts';
import { withheld } from './withheld.ts';

/** A mark that is the same for the same id, however it is spelt. Ids are long enough that nobody can guess one and try. */
function markOf(id: string): string {
  return `#${createHash('sha256').update(id.toLowerCase()).digest('hex').slice(0, 12)}`;
}

/** Forms by which information is known in any text, also in what other services wrote. Each is bounded, so that no text takes long. */
export const patterns: readonly {
  readonly field: PackField;
  /** A sign that is in every such text: most texts have none, and are not searched. */
  readonly sign: string;
  readonly form: RegExp;
  readonly instead: (found: string) => string;
}[] = [
  {
    field: 'contacts',
    sign: '@',
    form: /[\p{L}\p{N}._%+'#-]{1,64}@[\p{L}\p{N}.-]{1,190}\.\p{L}{2,63}/gu,
    instead: () => withheld,
  },
  { field: 'ids', sign: '/', form: /\/subscriptions\/[^\s"'<>,;\\]{1,1000}/gi, instead: markOf },
  {
    field: 'ids',
    sign: '-',
    form: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
    instead: markOf,
  },
  { field: 'addresses', sign: '.', form: /\b\d{1,3}(?:\.\d{1,3}){3}\b/g, instead: () => withheld },
  {
    field: 'addresses',
    sign: ':',
    form: /\b[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3,7}\b|\b(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?/gi,
    instead: () => withheld,
  },
];
