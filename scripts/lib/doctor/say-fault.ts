import { HttpError } from '../../../src/http/http-error.ts';
import { ConnectorError } from '../../../src/teams/transport/connector-error.ts';
import { type Check, fault, notRun, type Outcome, TookTooLong } from './finding.ts';
import { type Attempt, NoToken } from './outside.ts';

/** What is to be done where a service says no to exactly this. */
export interface Mending {
  /** The right that the check is about, as the services name it, and where it is given. */
  readonly right?: string;
}

/** What went wrong, in words for whoever runs the installation; never what a service wrote. */
export function sayFault(
  error: unknown,
  check: Pick<Check, 'place'>,
  mending: Mending,
  lastAttempt: Attempt | undefined,
): Outcome {
  if (error instanceof NoToken) return notRun('there is no token to ask with: see the line of that token');
  if (error instanceof TookTooLong) return fault(error.message, reach(undefined));
  if (error instanceof ConnectorError) return sayConnector(error);
  if (!(error instanceof HttpError)) return fault(own(error), 'This is a mistake of Mining Watch: report it.');
  const proof = proofMends[error.code ?? ''];
  if (proof !== undefined) return fault(`${error.host} gives no token`, proof);
  // The identity library tells a refusal from no answer, but not one refusal from another; the attempt itself does.
  const status = check.place === 'login' ? (lastAttempt?.status ?? error.status) : error.status;
  const late = error.kind === 'timeout' || (check.place === 'login' && lastAttempt?.late === true);
  const code = error.code === undefined ? '' : ` (${error.code})`;
  if (error.kind === 'schema') return fault(`${error.host} answered something that cannot be read${code}`, isItself);
  if (status === undefined || status === 200) {
    return late
      ? fault(`${error.host} took too long to answer`, reach(error.host))
      : fault(`${error.host} gave no answer, or half of one${code}`, reach(error.host));
  }
  return fault(
    `${error.host} answered ${status}${code}${error.mfa ? ': it misses a second factor' : ''}`,
    mendOf(error, status, mending),
  );
}

function mendOf(error: HttpError, status: number, { right }: Mending): string {
  if (error.code?.startsWith('AADSTS') === true || /^(?:invalid|unauthorized)_/.test(error.code ?? ''))
    return (
      entraMends[error.code ?? ''] ??
      'Look the code up at https://login.microsoftonline.com/error; check BOT_APP_ID, by what the bot proves itself, and the consent.'
    );
  if (error.mfa)
    return 'This tenant wants a token with a second factor, which an application alone cannot have: give the consent by a person, as docs/operator-guide.md says.';
  if (status === 429)
    return `Wait ${error.retryAfter ?? 'a few'} seconds and run this again; if it stays, something else asks with the same application.`;
  if (status >= 500 || status === 408) return isItself;
  if (right !== undefined) return `Give ${right}, and have an administrator consent to it.`;
  return 'Check the registration of the bot and the consent of the tenant; docs/operator-guide.md has the table.';
}

const federation =
  'The app registration has no federated credential for this identity: issuer, subject and audience must be those of its token, see docs/operator-guide.md.';

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const entraMends: Readonly<Record<string, string>> = {
  AADSTS7000215: 'The secret is wrong: make a new one for the app registration and write it into BOT_APP_SECRET.',
  AADSTS7000222: 'The secret has expired: make a new one for the app registration and write it into BOT_APP_SECRET.',
  AADSTS700016:
    'The application is not in that tenant: check BOT_APP_ID, and give the consent in the partner’s tenant.',
  AADSTS7000229: 'The application has no service principal in that tenant: give the consent there.',
  AADSTS70021: federation,
  AADSTS700213: federation,
  AADSTS90002: 'There is no such tenant: check its id.',
  AADSTS700027:
    'The certificate is not the one of the app registration, or has expired: upload the one of BOT_APP_CERTIFICATE_FILE.',
};

/** Codes of src/http/app-proof.ts. */
const proofMends: Readonly<Record<string, string>> = {
  identity_unavailable:
    'Assign the identity of BOT_APP_IDENTITY_CLIENT_ID to the container or machine that this runs on.',
  assertion_unavailable:
    'BOT_APP_ASSERTION_FILE must name a file that the platform keeps filled: switch workload identity on for this pod.',
};

const isItself =
  'The service itself fails: look at its status page (https://status.cloud.microsoft) and run this again.';

function reach(host: string | undefined): string {
  return `Check that this machine reaches ${host ?? 'the service'}: name, firewall, proxy.`;
}

function sayConnector(error: ConnectorError): Outcome {
  const code = error.code === undefined ? '' : ` ${error.code}`;
  const where = 'Teams';
  if (error.kind === 'unauthorized' && error.status === 0)
    return notRun('there is no token to ask with: see the line of that token');
  if (error.status === 0 && error.kind === 'refused')
    return fault(
      'the host that Teams named is not on SERVICE_URL_HOSTS',
      'Add the host to SERVICE_URL_HOSTS if it is Microsoft’s.',
    );
  if (error.status === 0) {
    const late = error.code === 'ETIMEDOUT';
    return fault(
      late ? `${where} took too long to answer` : `${where} gave no answer, or half of one (${code.trim()})`,
      reach('Teams (smba.trafficmanager.net)'),
    );
  }
  const mfa = /mfa/i.test(code) ? ': it misses a second factor' : '';
  return fault(`${where} answered ${error.status} (${code.trim()})${mfa}`, connectorMend(error));
}

function connectorMend({ kind, status }: ConnectorError): string {
  if (kind === 'throttled') return 'Wait a minute and run this again: Teams limits how often a bot may ask.';
  if (kind === 'gone') return 'The channel is gone: add the bot to another one.';
  if (kind === 'blocked') return 'Somebody blocked the bot there: an administrator of Teams allows it again.';
  if (kind === 'not-in-roster') return 'The bot was removed from the team: add it again.';
  return status >= 500
    ? isItself
    : 'Check the bot’s registration: app id, tenant, secret, and that the Teams channel is on.';
}

function own(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'something unknown was thrown';
}
