import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object of a card, from the outside in, with where it stands. */
export function* objectsOf(
  value: unknown,
  path = '$',
): Generator<{ readonly path: string; readonly object: JsonObject }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* objectsOf(item, `${path}[${index}]`);
  } else if (isObject(value)) {
    yield { path, object: value };
    for (const [key, item] of Object.entries(value)) yield* objectsOf(item, `${path}.${key}`);
  }
}

/** Elements that Teams knows beyond schema 1.5 (facts/teams.md 3.4); each needs a `fallback`. */
const newerElements: ReadonlySet<string> = new Set(['Badge', 'CodeBlock', 'Icon', 'ProgressBar', 'Chart.VerticalBar']);
/** Properties that Teams knows beyond schema 1.5, of elements and actions that are in it. */
const newerProperties: ReadonlySet<string> = new Set(['msteams']);

/** The card as a client of schema 1.5 takes it: newer elements replaced by their fallback, or left out where that is drop. */
export function asVersion15(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asVersion15).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (typeof value['type'] === 'string' && newerElements.has(value['type'])) {
    if (value['fallback'] === undefined) return value;
    return value['fallback'] === 'drop' ? undefined : asVersion15(value['fallback']);
  }
  const kept = Object.entries(value).filter(([key]) => !newerProperties.has(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, asVersion15(item)]));
}

interface ParseEvent {
  readonly message: string;
}

interface AdaptiveCards {
  readonly AdaptiveCard: new () => {
    parse(json: unknown, context: unknown): void;
    validateProperties(): { readonly validationEvents: readonly ParseEvent[] };
    getItemCount(): number;
    hostConfig: unknown;
  };
  readonly HostConfig: new (json: unknown) => unknown;
  readonly SerializationContext: new () => {
    readonly eventCount: number;
    getEventAt(index: number): ParseEvent;
  };
}

const require = createRequire(import.meta.url);
const sdk: AdaptiveCards = require(
  fileURLToPath(new URL('../../node_modules/adaptivecards/dist/adaptivecards.min.js', import.meta.url)),
);

/** The SDK checks `lang` with a regular expression that keeps its place between uses, and so refuses every other one. */
const quirk = /^Invalid value "[a-z]{2}" for property "lang"\.$/;

/** What the Adaptive Cards SDK complains about, and how many elements of the body it understood. */
export function parseWithSdk(json: unknown): { readonly complaints: readonly string[]; readonly items: number } {
  const context = new sdk.SerializationContext();
  const card = new sdk.AdaptiveCard();
  card.hostConfig = new sdk.HostConfig({ actions: { maxActions: 6 } });
  card.parse(json, context);
  const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const invalid = card.validateProperties().validationEvents.map(({ message }) => message);
  return {
    complaints: [...parsed, ...invalid].filter((complaint) => !quirk.test(complaint)),
    items: card.getItemCount(),
  };
}
