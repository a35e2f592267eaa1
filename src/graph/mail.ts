import type { Mail, MailFailure } from '../domain/contact.ts';
import type { Partner } from '../domain/partner.ts';
import type { Person } from '../domain/people.ts';
import { isAddress } from '../domain/support.ts';
import { HttpError } from '../http/http-error.ts';
import { present } from '../http/loose.ts';
import type { PersonTokens } from '../http/tokens.ts';
import { createAskGraph, type GraphDeps } from './client.ts';
import { Nothing, Profile } from './schema.ts';

interface MailerDeps extends GraphDeps {
  readonly people: PersonTokens;
}

type Sending =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed'; readonly why: MailFailure }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-begun' };

const version = 'v1.0';
const profilePath = '/me?$select=displayName,mail,userPrincipalName,businessPhones,mobilePhone';

/**
 * Mail in a person's own name (Graph `POST /me/sendMail`, delegated `Mail.Send`) and what Graph knows of them (`GET /me`,
 * delegated `User.Read`), always with that person's token. Nothing is thrown for what Graph answers.
 *
 * A mail is sent once: neither the helper nor Microsoft's client, whose own retry is left out (client.ts), repeats a POST.
 * Graph has no way to tell two sends of one mail from two mails, and is known to send one after it has answered 504.
 */
export function createMailer(deps: MailerDeps) {
  const ask = createAskGraph(deps);

  async function tokenOf(partner: Partner, by: Person): Promise<string | undefined> {
    const own = by.tenantId.toLowerCase() === partner.tenantId.toLowerCase();
    return own ? deps.people.graph(by) : undefined;
  }

  return {
    /**
     * `sent`: Graph took it, which is not yet delivered. `unknown`: the request went out, and no sure answer came.
     * `begin` is called when nothing but the request is left to do, and decides whether it goes out.
     */
    async send(partner: Partner, by: Person, mail: Mail, begin: () => Promise<boolean>): Promise<Sending> {
      const token = await tokenOf(partner, by);
      if (token === undefined) return { kind: 'failed', why: 'needs-sign-in' };
      if (!(await begin())) return { kind: 'not-begun' };
      const message = {
        subject: mail.subject,
        body: { contentType: 'Text', content: mail.body },
        toRecipients: [{ emailAddress: { address: mail.to } }],
      };
      const json = { message, saveToSentItems: true };
      try {
        await ask({ version, to: { path: '/me/sendMail' }, method: 'POST', json, token }, (body) =>
          Nothing.parse(body),
        );
        return { kind: 'sent' };
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        const why = failureOf(error);
        return why === undefined ? { kind: 'unknown' } : { kind: 'failed', why };
      }
    },

    /** Name, mail address and phone of the person; undefined without their token, or where they cannot be read. */
    async profile(
      partner: Partner,
      by: Person,
    ): Promise<{ readonly name?: string; readonly email?: string; readonly phone?: string } | undefined> {
      const token = await tokenOf(partner, by);
      if (token === undefined) return undefined;
      try {
        return await ask({ version, to: { path: profilePath }, token }, (body) => toProfile(Profile.parse(body)));
      } catch (error) {
        if (error instanceof HttpError) return undefined;
        throw error;
      }
    },
  };
}

/** Failures of the network that come before a byte of the request has left. */
const neverSent: ReadonlySet<string | undefined> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Why a mail was surely not sent; undefined where it may have been. */
function failureOf({ kind, status = 0, code, mfa }: HttpError): MailFailure | undefined {
  if (kind === 'network' && neverSent.has(code)) return 'unreachable';
  // A 408 may come from something before Graph that had handed the request on, as a 5xx may.
  if (kind !== 'status' || status >= 500 || status === 408) return undefined;
  if (mfa) return 'mfa';
  if (status === 401) return 'needs-sign-in';
  if (status === 403) return 'forbidden';
  return status === 429 ? 'unreachable' : 'refused';
}

/** A principal name is taken for the address of those who have no other, unless it is a guest's, which is none. */
function toProfile({ displayName, mail, userPrincipalName, businessPhones, mobilePhone }: Profile) {
  const addresses = [mail, userPrincipalName].filter((one) => one !== undefined && !/#EXT#/i.test(one));
  return present({
    name: displayName,
    email: addresses.find((one) => one !== undefined && isAddress(one)),
    phone: businessPhones[0] ?? mobilePhone,
  });
}
