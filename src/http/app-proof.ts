import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { azureIdentity } from './azure-identity.ts';
import { HttpError } from './http-error.ts';

/**
 * By what the app proves itself to Entra: its secret, a PEM with private key and certificate, or a token that another
 * issuer vouches with (a federated credential of the app registration), asked for anew each time.
 */
export type AppProof =
  | { readonly secret: string }
  | { readonly certificatePem: string }
  | { readonly assertion: () => Promise<string> };

/** What Entra wants a federated token to be for (https://learn.microsoft.com/entra/workload-id/workload-identity-federation). */
const exchangeAudience = 'api://AzureADTokenExchange';

/**
 * The proof that the configuration asks for, the better one first: a managed identity, a token file of the platform, a
 * certificate, a secret. Throws where the certificate's file cannot be read; an assertion that cannot be had throws
 * HttpError when it is asked for.
 */
export function proofOf(bot: {
  readonly identityClientId: string | undefined;
  readonly assertionFile: string | undefined;
  readonly certificateFile: string | undefined;
  readonly secret: string | undefined;
}): AppProof {
  if (bot.identityClientId !== undefined) return { assertion: ofManagedIdentity(bot.identityClientId) };
  const { assertionFile } = bot;
  if (assertionFile !== undefined) return { assertion: () => ofFile(assertionFile) };
  if (bot.certificateFile !== undefined) return { certificatePem: readFileSync(bot.certificateFile, 'utf8') };
  return { secret: bot.secret ?? '' };
}

/** The library finds the platform's endpoint by the variables that the platform sets, and keeps the token while it is good. */
function ofManagedIdentity(clientId: string): () => Promise<string> {
  const identity = new azureIdentity.ManagedIdentityCredential({
    clientId,
    retryOptions: { maxRetries: 1, maxRetryDelayInMs: 2000 },
  });
  return async () => {
    try {
      return (await identity.getToken(exchangeAudience)).token;
    } catch {
      throw unavailable('the managed identity', 'identity_unavailable');
    }
  };
}

/** Read each time: the platform writes a new one before the old one ends. */
async function ofFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text.trim() === '') throw unavailable('the assertion file', 'assertion_unavailable');
  return text.trim();
}

/** Without the cause: it may quote what was sent. */
function unavailable(host: string, code: string): HttpError {
  return new HttpError({ method: 'GET', host, path: '', kind: 'network', code });
}
