/** Placeholders of manifest/manifest.json, and what each is. */
export const manifestVariables = {
  BOT_APP_ID: "application (client) id of the bot's Entra app registration",
  TEAMS_APP_ID: 'id of the Teams app, a GUID of its own; BOT_APP_ID where it is left out',
  SSO_APP_ID: 'application id that people sign in to; BOT_APP_ID where it is left out',
  DEVELOPER_NAME: 'name of who offers the app, at most 32 characters',
  DEVELOPER_WEBSITE_URL: 'https address of their site',
  DEVELOPER_PRIVACY_URL: 'https address of the privacy statement',
  DEVELOPER_TERMS_URL: 'https address of the terms of use',
} as const;

/** The manifest with its placeholders filled from the environment, or the names of those that have no value. */
export function fillManifest(
  template: string,
  env: Readonly<Record<string, string | undefined>>,
):
  | { readonly kind: 'filled'; readonly json: string }
  | { readonly kind: 'missing'; readonly names: readonly string[] } {
  const bot = env['BOT_APP_ID'];
  const values = { ...env, TEAMS_APP_ID: env['TEAMS_APP_ID'] || bot, SSO_APP_ID: env['SSO_APP_ID'] || bot };
  const names = [...new Set([...template.matchAll(/\{\{([A-Z_]+)\}\}/g)].map(([, name]) => name ?? ''))];
  const missing = names.filter((name) => !besides.has(name) && !valueOf(values, name));
  if (missing.length > 0) return { kind: 'missing', names: missing };
  const json = template.replaceAll(/\{\{([A-Z_]+)\}\}/g, (_, name: string) =>
    JSON.stringify(valueOf(values, name)).slice(1, -1),
  );
  return { kind: 'filled', json };
}

/** Names that have BOT_APP_ID for a value where they are left out. */
const besides: ReadonlySet<string> = new Set(['TEAMS_APP_ID', 'SSO_APP_ID']);

function valueOf(values: Readonly<Record<string, string | undefined>>, name: string): string {
  return values[name]?.trim() ?? '';
}
