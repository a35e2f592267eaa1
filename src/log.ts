import { type DestinationStream, pino } from 'pino';

/** Names whose values are secrets, as they end or begin; compared without case, `-` and `_`. */
const secretName =
  /authorization|token$|secret|password|passwd|assertion|cookie|signature|credential|apikey|privatekey|connectionstring|verifier|tokenkeys/;
/** Names under which words of people, customers and alerts stand. */
const wordsName = /^(?:raw|text|reason|note|activity|card)$/;
const bindingNames =
  'authorization token accessToken refreshToken secret clientSecret password assertion raw text reason note activity card'.split(
    ' ',
  );
const censored = '(not logged)';
const deepest = 6;
const longestText = 2000;

/**
 * The logger: one JSON object a line, static messages, data beside them. Errors are written with name, message, code,
 * status and causes, never with the request or answer that they carry; secrets and people's words not at all.
 */
export function createLog(options: { readonly level: string; readonly destination?: DestinationStream }) {
  return pino(
    {
      level: options.level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        log: (data) => Object.fromEntries(Object.entries(data).map(([name, part]) => [name, fieldForLog(name, part)])),
      },
      // Errors are plain by then; pino's own would take them for errors again.
      serializers: { err: (err: unknown) => err },
      // The bindings of child loggers go past the formatter.
      redact: { paths: bindingNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: censored },
    },
    options.destination ?? pino.destination({ dest: 1, sync: false }),
  );
}

/** Secrets within texts: bearer tokens, JSON web tokens, passwords of connection strings, secret parts of queries. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${censored}`],
  [/\beyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g, censored],
  [/(:\/\/)[^\s/@:]*:[^\s/@]+@/g, `$1${censored}@`],
  [
    /([?&;\s"'](?:[\w-]*token|code|sig|signature|[\w-]*secret|password|[\w-]*assertion|api[-_]?key)=)[^&;\s"']+/gi,
    `$1${censored}`,
  ],
];

/** JSON escapes what is below U+0020 itself; these could still move a terminal, end a line, or turn the reading around. */
const unprintable = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A text without the secrets that are known by their form, cut where it is very long. */
export function textForLog(text: string, longest = longestText): string {
  return secretTexts
    .reduce((sofar, [secret, instead]) => sofar.replace(secret, instead), text.slice(0, longest * 2))
    .slice(0, longest)
    .replaceAll(unprintable, escaped);
}

/** Data as it may be written: without secrets and people's words, errors without what hangs from them. */
function forLog(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return textForLog(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return errorForLog(value, depth);
  if (depth >= deepest) return '(too deep)';
  if (ArrayBuffer.isView(value)) return '(bytes)';
  if ('toJSON' in value && typeof value.toJSON === 'function') return forLog(value.toJSON(), depth + 1);
  if (Array.isArray(value)) return value.map((part) => forLog(part, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fieldForLog(name, part, depth + 1)]));
}

function fieldForLog(name: string, value: unknown, depth = 0): unknown {
  if (isHidden(name)) return censored;
  return name === 'err' && value !== undefined ? errorForLog(value, depth) : forLog(value, depth);
}

function isHidden(name: string): boolean {
  const known = name.toLowerCase().replaceAll(/[-_]/g, '');
  return secretName.test(known) || wordsName.test(known);
}

interface LoggedError {
  readonly name: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

const keptFields = [
  'why',
  'kind',
  'status',
  'code',
  'retryAfter',
  'retryAfterMs',
  'requestId',
  'method',
  'path',
  'host',
] as const;

export function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, message: 'not an error' };
  const fields: Record<string, string | number> = {};
  for (const key of keptFields) {
    const value: unknown = Reflect.get(error, key);
    if (typeof value === 'string') fields[key] = textForLog(value, 200);
    else if (typeof value === 'number') fields[key] = value;
  }
  const deeper = depth < 4;
  const cause = error.cause !== undefined && deeper ? { cause: errorForLog(error.cause, depth + 1) } : {};
  const errors =
    error instanceof AggregateError && deeper
      ? { errors: error.errors.slice(0, 5).map((one: unknown) => errorForLog(one, depth + 1)) }
      : {};
  // The lines before the first `at` repeat the message.
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: textForLog(error.name, 200),
    message: textForLog(error.message, 500),
    ...fields,
    ...(stack.length === 0 ? {} : { stack: stack.slice(0, 7).join('\n') }),
    ...cause,
    ...errors,
  };
}
