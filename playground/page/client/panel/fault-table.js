/** The services that can be broken here, as people know them. */
export const services = {
  partnerCenter: 'Partner Center',
  graph: 'Microsoft Graph',
  azure: 'Azure Resource Manager',
  connector: 'Teams (connector)',
  login: 'Sign-in (Entra ID)',
};

const status = (code, more = {}) => ({ kind: 'status', status: code, ...more });

/** What can go wrong. The bodies are those that the services are known to send. */
export const happenings = {
  unauthorised: {
    name: '401 Token refused',
    act: status(401, {
      body: { error: { code: 'InvalidAuthenticationToken', message: 'Access token validation failure.' } },
    }),
  },
  mfa: {
    name: '403 No MFA in the token',
    act: status(403, { body: { Error: { Code: 'Unauthorized_MissingMFA', Message: 'MFA is required.' } } }),
  },
  throttled: {
    name: '429 Too many requests',
    act: status(429, {
      headers: { 'Retry-After': '5' },
      body: { statusCode: 429, message: 'Rate limit is exceeded. Try again in 5 seconds.' },
    }),
  },
  error: {
    name: '500 Internal error',
    act: status(500, { body: { error: { code: 'InternalServerError', message: 'Something went wrong.' } } }),
  },
  timeout: { name: 'No answer for two minutes', act: { kind: 'delay', ms: 120_000 } },
  reset: { name: 'Connection is cut', act: { kind: 'reset' } },
  lost: { name: 'Done, but the answer is a 503', act: { kind: 'done-but', status: 503 } },
  half: { name: 'Half an answer', act: { kind: 'half' } },
};
