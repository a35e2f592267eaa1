import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { metadataPath } from '../fakes/bot-framework.ts';
import type { WorldOptions } from './options-types.ts';
import type { Store } from './store.ts';

export interface WorldUrls {
  readonly login: string;
  readonly graph: string;
  readonly partnerCenter: string;
  readonly azure: string;
  readonly connector: string;
  readonly botFramework: string;
  readonly certificates: string;
}

/** Writes the partners file into the folder, as an operator of the bot would; returns its path. */
export function writePartnersFile(
  store: Store,
  { folder, digestAt }: Pick<WorldOptions, 'folder' | 'digestAt'>,
): string {
  const partners = [...store.partners.values()].map((p) => ({
    tenantId: p.tenantId,
    name: p.name,
    source: p.source,
    language: p.language,
    roleGroups: {
      viewer: [p.groups.viewer],
      responder: [p.groups.responder],
      remover: [p.groups.remover],
      owner: [p.groups.owner],
    },
    extraAlertTypes: [],
    pollMinutes: 5,
    timeZone: p.timeZone,
    ...(digestAt === undefined ? {} : { digestAt }),
  }));
  const file = join(folder, 'partners.json');
  writeFileSync(file, `${JSON.stringify(partners, null, 2)}\n`);
  return file;
}

export function botEnvironment(parts: {
  store: Store;
  urls: WorldUrls;
  caFile: string;
  partnersFile: string;
  webhookFile: string;
}): Record<string, string> {
  const { bot } = parts.store;
  return {
    BOT_APP_ID: bot.appId,
    BOT_APP_TENANT_ID: bot.tenantId,
    BOT_APP_SECRET: bot.secret,
    LOGIN_URL: parts.urls.login,
    GRAPH_URL: parts.urls.graph,
    PARTNER_CENTER_URL: parts.urls.partnerCenter,
    AZURE_URL: parts.urls.azure,
    BOT_OPENID_METADATA_URL: `${parts.urls.botFramework}${metadataPath}`,
    BOT_USER_TOKEN_URL: parts.urls.botFramework,
    SERVICE_URL_HOSTS: '127.0.0.1',
    SIGN_IN_CONNECTION_GRAPH: 'graph',
    SIGN_IN_CONNECTION_PARTNER_CENTER: 'partner-center',
    SIGN_IN_CONNECTION_AZURE: 'azure',
    // The local world's own, and nothing that anybody keeps secret.
    TOKEN_KEYS: `local:${Buffer.alloc(32, bot.appId).toString('base64')}`,
    PARTNERS_FILE: parts.partnersFile,
    WEBHOOK_CERTIFICATE_HOST: new URL(parts.urls.certificates).host,
    WEBHOOK_CERTIFICATES_FILE: parts.webhookFile,
    NODE_EXTRA_CA_CERTS: parts.caFile,
  };
}
