import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { headersIn, hostsIn, readTokenKeys } from './config-lists.ts';

/** Public names of Microsoft's services. Each can be changed for tests or a proxy; national clouds are not supported. */
const publicCloud = {
  login: 'https://login.microsoftonline.com',
  graph: 'https://graph.microsoft.com',
  partnerCenter: 'https://api.partnercenter.microsoft.com',
  azure: 'https://management.azure.com',
  openIdMetadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  userToken: 'https://api.botframework.com',
  /** Where the certificates of Partner Center's callbacks are (facts/partner-center.md 3.4). */
  webhookCertificates: '3psostorageacct.blob.core.windows.net',
  /** Where certificates of their issuers are, by Azure's certificate authority details. Assumption: these three suffice. */
  certificateIssuers: 'www.microsoft.com,caissuers.microsoft.com,cacerts.digicert.com',
  serviceHosts:
    'smba.trafficmanager.net,smba.infra.gcc.teams.microsoft.com,smba.infra.gov.teams.microsoft.us,smba.infra.dod.teams.microsoft.us',
} as const;

const guid = z.guid({ error: 'must be a GUID, like 00000000-0000-0000-0000-000000000000' });
const url = (standard: string) =>
  z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .transform((u) => u.replace(/\/+$/, ''))
    .default(standard);
const whole = (standard: number, least: number, most: number) =>
  z.coerce.number({ error: 'must be a number' }).int().min(least).max(most).default(standard);
const optional = z.string().min(1).optional();

/** Every environment variable that Mining Watch reads. A test keeps .env.example equal to it. */
export const environment = z.object({
  BOT_APP_ID: guid,
  BOT_APP_TENANT_ID: guid,
  BOT_APP_SECRET: optional,
  BOT_APP_CERTIFICATE_FILE: optional,
  BOT_APP_IDENTITY_CLIENT_ID: guid.optional(),
  BOT_APP_ASSERTION_FILE: optional,
  PARTNERS_FILE: optional,
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must be a postgres:// URL, or be left out to use the server that comes along',
    })
    .optional(),
  DATA_DIR: z.string().min(1).default('data'),
  DATABASE_POOL_SIZE: whole(32, 4, 200),
  JOB_CONCURRENCY: whole(24, 0, 200),
  BURST_CARDS: whole(10, 1, 1000),
  PERSON_SHARE: whole(100, 10, 1_000_000_000),
  SILENT_AFTER_LOOKS: whole(5, 1, 1000),
  SILENT_AFTER_MINUTES: whole(60, 1, 10_000),
  HOST: z.string().min(1).default('0.0.0.0'),
  PORT: whole(3978, 0, 65_535),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be the http or https URL under which people reach this server' })
    .transform((u) => u.replace(/\/+$/, ''))
    .optional(),
  METRICS_PORT: z.coerce.number({ error: 'must be a number' }).int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be the http or https URL of an OpenTelemetry collector' })
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^\s*[\w-]+=[^,=]*(?:,\s*[\w-]+=[^,=]*)*$/, 'must be like name=value,name2=value2')
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  SERVICE_URL_HOSTS: z.string().min(1).default(publicCloud.serviceHosts),
  SIGN_IN_CONNECTION_GRAPH: optional,
  SIGN_IN_CONNECTION_PARTNER_CENTER: optional,
  SIGN_IN_CONNECTION_AZURE: optional,
  TOKEN_KEYS: optional,
  TOKEN_KEYS_FILE: optional,
  SUPPORT_FILING_API: z.enum(['off', 'on'], { error: 'must be off or on' }).default('off'),
  WEBHOOK_CERTIFICATE_HOST: z
    .string()
    .regex(/^[a-z0-9.-]+(?::\d{1,5})?$/i, 'must be the name of a host, without https://')
    .toLowerCase()
    .default(publicCloud.webhookCertificates),
  WEBHOOK_CERTIFICATES_FILE: optional,
  WEBHOOK_ISSUER_HOSTS: z.string().min(1).default(publicCloud.certificateIssuers),
  LOGIN_URL: url(publicCloud.login),
  GRAPH_URL: url(publicCloud.graph),
  PARTNER_CENTER_URL: url(publicCloud.partnerCenter),
  AZURE_URL: url(publicCloud.azure),
  BOT_OPENID_METADATA_URL: url(publicCloud.openIdMetadata),
  BOT_USER_TOKEN_URL: url(publicCloud.userToken),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Whole hours after a detection, ascending, at most six. */
const reminderHours = z
  .array(z.number().int().min(1).max(23))
  .max(6)
  .refine((list) => list.every((h, i) => h > (list[i - 1] ?? 0)), 'must be ascending, like [1, 6]');

const partnerSchema = z.strictObject({
  tenantId: guid,
  name: z.string().min(1).max(200),
  source: z.enum(['graph', 'fraudEvents']),
  kind: z.enum(['direct-bill', 'distributor']).optional(),
  language: z.enum(['en', 'it']).default('en'),
  roleGroups: z.strictObject({
    viewer: z.array(guid).default([]),
    responder: z.array(guid).default([]),
    remover: z.array(guid).default([]),
    /** Left out: whoever may remove. */
    approver: z.array(guid).optional(),
    owner: z.array(guid).default([]),
  }),
  rolePeople: z
    .strictObject({
      viewer: z.array(guid).optional(),
      responder: z.array(guid).optional(),
      remover: z.array(guid).optional(),
      approver: z.array(guid).optional(),
      owner: z.array(guid).optional(),
    })
    .default({}),
  extraAlertTypes: z.array(z.string().min(1)).default([]),
  pollMinutes: z.number().int().min(1).max(60).default(5),
  timeZone: z.string().refine(isTimeZone, 'must be the IANA name of a time zone, like Europe/Rome').default('UTC'),
  digestAt: z
    .string()
    .regex(/^(off|([01]\d|2[0-3]):[0-5]\d)$/, 'must be a time of day like 08:30, or off')
    .optional(),
  reminders: z
    .strictObject({
      owner: reminderHours.default([1, 6]),
      channel: reminderHours.default([12, 18]),
      escalation: reminderHours.default([20, 23]),
    })
    .optional(),
  memoryDays: z.number().int().min(0).max(90).optional(),
  removal: z
    .strictObject({
      twoPersonAbove: z.number().int().min(0).max(1000).default(10),
      mostResources: z.number().int().min(1).max(5000).default(25),
      mostPercent: z.number().min(1).max(100).default(30),
      protectedTags: z
        .array(z.string().min(1).max(512).toLowerCase())
        .default(['mining-watch-protect', 'do-not-delete']),
      tagStopped: z.boolean().default(false),
    })
    .prefault({}),
});
const partnersSchema = z
  .array(partnerSchema)
  .min(1, 'must name at least one partner')
  .refine(
    (list) => new Set(list.map((p) => p.tenantId.toLowerCase())).size === list.length,
    'must not name a tenant twice',
  );

export type Config = ReturnType<typeof readConfig>;

/** All that is wrong with the configuration, in one error: each line names a variable and says how to mend it. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      [
        'The configuration cannot be used:',
        ...problems.map((problem) => `  - ${problem}`),
        'Every variable is explained in .env.example.',
      ].join('\n'),
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads the configuration from environment variables; empty ones count as left out. Throws a ConfigError that names
 * every bad or missing variable at once.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environment.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => explain(String(issue.path[0]), issue, given));
  if (proofs.every((name) => given[name] === undefined))
    problems.push(`${proofs.join(' or ')} is missing: set one of them, so that the bot can prove who it is`);
  const partners = given['PARTNERS_FILE'] === undefined ? [] : readPartners(given['PARTNERS_FILE'], problems);
  const tokenKeys = readTokenKeys(given, problems);
  if (!parsed.success || problems.length > 0 || partners === undefined) throw new ConfigError(problems);
  const e = parsed.data;
  return Object.freeze({
    bot: {
      appId: e.BOT_APP_ID.toLowerCase(),
      tenantId: e.BOT_APP_TENANT_ID.toLowerCase(),
      secret: e.BOT_APP_SECRET,
      certificateFile: e.BOT_APP_CERTIFICATE_FILE,
      identityClientId: e.BOT_APP_IDENTITY_CLIENT_ID?.toLowerCase(),
      assertionFile: e.BOT_APP_ASSERTION_FILE,
      serviceUrlHosts: hostsIn(e.SERVICE_URL_HOSTS),
      openIdMetadataUrl: e.BOT_OPENID_METADATA_URL,
      userTokenUrl: e.BOT_USER_TOKEN_URL,
      connections: {
        graph: e.SIGN_IN_CONNECTION_GRAPH,
        partnerCenter: e.SIGN_IN_CONNECTION_PARTNER_CENTER,
        azure: e.SIGN_IN_CONNECTION_AZURE,
      },
    },
    partners,
    tokenKeys,
    database: { url: e.DATABASE_URL, folder: e.DATA_DIR, poolSize: e.DATABASE_POOL_SIZE },
    jobs: { concurrency: e.JOB_CONCURRENCY },
    alerts: { burstCards: e.BURST_CARDS },
    people: { share: e.PERSON_SHARE },
    alarms: { silence: { looks: e.SILENT_AFTER_LOOKS, minutes: e.SILENT_AFTER_MINUTES } },
    web: { host: e.HOST, port: e.PORT, publicUrl: e.PUBLIC_URL ?? `http://localhost:${e.PORT}` },
    webhook: {
      certificateHost: e.WEBHOOK_CERTIFICATE_HOST,
      certificatesFile: e.WEBHOOK_CERTIFICATES_FILE,
      issuerHosts: hostsIn(e.WEBHOOK_ISSUER_HOSTS),
    },
    log: { level: e.LOG_LEVEL },
    telemetry: {
      metrics: e.METRICS_PORT === undefined ? undefined : { port: e.METRICS_PORT, host: e.METRICS_HOST },
      tracing:
        e.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
          ? undefined
          : { endpoint: e.OTEL_EXPORTER_OTLP_ENDPOINT, headers: headersIn(e.OTEL_EXPORTER_OTLP_HEADERS ?? '') },
    },
    support: { filingApi: e.SUPPORT_FILING_API === 'on' },
    urls: { login: e.LOGIN_URL, graph: e.GRAPH_URL, partnerCenter: e.PARTNER_CENTER_URL, azure: e.AZURE_URL },
  });
}

/** Ways to prove who the bot is, of which one has to be set. */
const proofs = [
  'BOT_APP_SECRET',
  'BOT_APP_CERTIFICATE_FILE',
  'BOT_APP_IDENTITY_CLIENT_ID',
  'BOT_APP_ASSERTION_FILE',
] as const;

function explain(name: string, issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  return given[name] === undefined
    ? `${name} is missing: ${mend[name] ?? issue.message}`
    : `${name} ${issue.message.replace(/^Invalid input: /, 'is wrong: ')}`;
}

const mend: Readonly<Record<string, string>> = {
  BOT_APP_ID:
    "set it to the application (client) id of the bot's Entra app registration; without it nobody could tell a real message from a forged one",
  BOT_APP_TENANT_ID: 'set it to the id of the tenant in which the bot is registered',
};

function readPartners(file: string, problems: string[]) {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    problems.push(`PARTNERS_FILE ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  const parsed = partnersSchema.safeParse(json);
  if (parsed.success) return parsed.data.map((partner) => ({ ...partner, tenantId: partner.tenantId.toLowerCase() }));
  for (const issue of parsed.error.issues)
    problems.push(`PARTNERS_FILE, at ${issue.path.join('.') || 'the top'}: ${issue.message}`);
  return undefined;
}

/** One partner by the rules of the partners file; each problem names the field and says what is wrong. */
export function readPartner(entry: unknown) {
  const parsed = partnerSchema.safeParse(entry);
  return parsed.success
    ? { kind: 'partner' as const, partner: { ...parsed.data, tenantId: parsed.data.tenantId.toLowerCase() } }
    : {
        kind: 'problems' as const,
        problems: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the partner'}: ${message}`),
      };
}
