import type { FakeAnswer } from './server.ts';

/** Partner Center's error body; the codes are those of its error code page. */
export function partnerCenterError(status: number, code: number, description: string): FakeAnswer {
  return { status, body: { code, description, data: [], source: 'PartnerCenter' } };
}

export const appTokenRefused = partnerCenterError(
  403,
  900329,
  'The request needs App+User credentials; app-only tokens are not allowed.',
);
export const withoutMfa: FakeAnswer = {
  ...partnerCenterError(401, 10001, 'Unauthorized - MFA required'),
  headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
};
export const noRelation = partnerCenterError(403, 900159, 'There is no commerce relationship with the customer.');
export const noSubscription = partnerCenterError(404, 20003, 'The subscription was not found.');
export const illFormed = (description: string): FakeAnswer => partnerCenterError(400, 800002, description);
