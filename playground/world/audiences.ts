/** The audience that each API wants in a bearer token, as Microsoft's services check it. */
export const audiences = {
  graph: 'https://graph.microsoft.com',
  partnerCenter: 'https://api.partnercenter.microsoft.com',
  azure: 'https://management.azure.com',
  botFramework: 'https://api.botframework.com',
} as const;

export type Audience = (typeof audiences)[keyof typeof audiences];

/** The resource that a list of v2.0 scopes names, e.g. `https://graph.microsoft.com/.default`. */
export function audienceOf(scope: string, botAppId: string): string | undefined {
  for (const one of scope.split(' ')) {
    const known = Object.values(audiences).find((a) => one === a || one.startsWith(`${a}/`));
    if (known !== undefined) return known;
    if (one.startsWith(`api://botid-${botAppId}/`) || one.startsWith(`${botAppId}/`)) return `api://botid-${botAppId}`;
  }
  return undefined;
}
