import type { ReportedAlert } from '../domain/detection.ts';
import { OutsideError } from '../domain/outside.ts';
import { parseJson, storable } from '../http/json.ts';
import { asRecord } from '../http/loose.ts';
import type { Page } from '../http/read-each.ts';
import { parseLooseJson } from './loose-json.ts';
import { toAlerts } from './to-domain.ts';

interface EventsPage extends Page<ReportedAlert> {
  /** Events on the page; unknown where the body could not be read. */
  readonly size: number | 'unknown';
}

/** Characters of a broken body that are kept. */
const keptText = 64 * 1024;

/**
 * One answer of the list: a bare array. A body that begins like JSON and cannot be mended is one unreadable alert with
 * its text; one that never was JSON, as the page of a proxy, throws OutsideError, for then the source itself is silent.
 */
export function readEventsPage(text: string): EventsPage {
  const body = readBody(text);
  if (body.kind === 'broken') {
    const raw = storable(text.slice(0, keptText));
    return { alerts: [], unreadable: [{ raw, error: body.error }], size: 'unknown' };
  }
  const items = body.kind === 'read' ? itemsOf(body.value) : undefined;
  if (items === undefined) throw new OutsideError('the answer is no list of fraud events', { why: 'unreadable' });
  return { ...toAlerts(items), size: items.length };
}

type Body =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'broken'; readonly error: string };

function readBody(text: string): Body {
  try {
    return { kind: 'read', value: parseJson(text) };
  } catch {
    if (!/^\s*[[{]/.test(text)) return { kind: 'foreign' };
  }
  try {
    return { kind: 'read', value: storable(parseLooseJson(text)) };
  } catch (error) {
    return { kind: 'broken', error: error instanceof Error ? error.message : 'not JSON' };
  }
}

/** An empty answer is an empty list; an envelope as other routes have is taken too. */
function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  const items = asRecord(value)?.items;
  return Array.isArray(items) ? items : undefined;
}
