import { type DestinationStream, pino } from 'pino';

/** What may never be written, wherever it stands in the data of a line. */
const secret = [
  'authorization',
  'token',
  'accessToken',
  'secret',
  'clientSecret',
  'password',
  'assertion',
  'code',
  'raw',
  'text',
  'reason',
  'note',
  'activity',
  'card',
];

/**
 * The logger: one JSON object a line, static messages, data beside them. Errors are written with name, message, code,
 * status and causes, never with the request or answer that they carry.
 */
export function createLog(options: { readonly level: string; readonly destination?: DestinationStream }) {
  return pino(
    {
      level: options.level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '(not logged)' },
      serializers: { err: errorForLog },
    },
    options.destination ?? pino.destination({ dest: 1, sync: false }),
  );
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
  const fields = Object.fromEntries(
    keptFields.flatMap((key) => (key in error ? [[key, Reflect.get(error, key)]] : [])),
  );
  const cause = error.cause !== undefined && depth < 4 ? { cause: errorForLog(error.cause, depth + 1) } : {};
  return {
    name: error.name,
    message: error.message.slice(0, 500),
    ...fields,
    ...(error.stack === undefined ? {} : { stack: error.stack.split('\n').slice(1, 8).join('\n') }),
    ...cause,
  };
}
