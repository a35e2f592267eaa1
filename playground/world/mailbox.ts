import type { WorldMail } from './mail-types.ts';
import { need, type Store } from './store.ts';

/** Exchange takes a mail: it lies in the recipients' inboxes, and in the sender's Sent Items where that was asked for. */
export function deliver(
  store: Store,
  mail: Pick<WorldMail, 'personId' | 'to' | 'subject' | 'contentType' | 'body' | 'savedToSentItems'>,
): WorldMail {
  const sender = need(store.people, mail.personId, 'person');
  const customer = [...store.customers.values()].find(({ contact }) =>
    mail.to.some((address) => address.toLowerCase() === contact.email.toLowerCase()),
  );
  const made: WorldMail = {
    ...mail,
    id: store.ids.next(),
    from: { name: sender.name, address: sender.upn },
    ...(customer === undefined ? {} : { customer: { tenantId: customer.tenantId, name: customer.name } }),
    at: store.clock.now().toISOString(),
  };
  store.mails.push(made);
  store.changed();
  return made;
}
