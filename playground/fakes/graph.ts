import { audiences } from '../world/audiences.ts';
import type { Store } from '../world/store.ts';
import { bearerOf } from './bearer.ts';
import { getAlert, listAlerts, patchAlert } from './graph-alerts.ts';
import { checkMemberGroups, getGroup, getUser, groupMembers } from './graph-directory.ts';
import { sendMail } from './graph-mail.ts';
import { graphError } from './graph-page.ts';
import { scoreRequirements, securityScore } from './graph-score.ts';
import type { Claims, LoginTokens } from './login-tokens.ts';
import type { Route } from './router.ts';
import type { FakeAnswer, FakeRequest } from './server.ts';

type Handler = (store: Store, claims: Claims, request: FakeRequest) => FakeAnswer;

export interface GraphParts {
  readonly store: Store;
  readonly tokens: LoginTokens;
}

/**
 * Microsoft Graph: partner security alerts and score (beta only), the part of the directory that roles are read from, and
 * sending mail.
 */
export function graphRoutes(parts: GraphParts): readonly Route[] {
  const route = (method: string, path: string, handler: Handler): Route => ({
    method,
    path,
    handle: async (request) => {
      const bearer = await bearerOf(request, parts.tokens, audiences.graph);
      if (bearer.kind === 'ok') return handler(parts.store, bearer.claims, request);
      const why = {
        missing: 'Access token is empty.',
        invalid: 'Lifetime validation failed, the token is expired or its signature is invalid.',
        'wrong-audience': 'Access token validation failure. Invalid audience.',
      } as const;
      return graphError(401, 'InvalidAuthenticationToken', why[bearer.kind]);
    },
  });
  const withMfa =
    (handler: Handler): Handler =>
    (store, claims, request) => {
      // Microsoft's own issue of it: microsoftgraph/msgraph-beta-sdk-dotnet#1083.
      const hasMfa =
        claims.idtyp === 'app' ? store.loginRules.appTokens !== 'refused' : claims.amr?.includes('mfa') === true;
      return hasMfa ? handler(store, claims, request) : missingMfa;
    };
  const alerts = '/beta/security/partner/securityAlerts';
  const score = '/beta/security/partner/securityScore';
  return [
    route('GET', alerts, withMfa(listAlerts)),
    route('GET', `${alerts}/:alertId`, withMfa(getAlert)),
    route('PATCH', `${alerts}/:alertId`, withMfa(patchAlert)),
    route('GET', score, withMfa(securityScore)),
    route('GET', `${score}/requirements`, withMfa(scoreRequirements)),
    ...['/v1.0', '/beta'].flatMap((version) => [
      route('GET', `${version}/me`, getUser),
      route('POST', `${version}/me/sendMail`, sendMail),
      route('GET', `${version}/users/:id`, getUser),
      route('POST', `${version}/users/:id/checkMemberGroups`, checkMemberGroups),
      route('GET', `${version}/groups/:id`, getGroup),
      route('GET', `${version}/groups/:id/members`, groupMembers),
    ]),
  ];
}

/** With capitals, unlike Graph's other errors: so it is quoted in the issue. */
const missingMfa: FakeAnswer = {
  status: 403,
  body: { Error: { Code: 'Unauthorized_MissingMFA', Message: 'MFA is required for this request.' } },
};
