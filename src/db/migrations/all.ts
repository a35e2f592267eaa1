import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { tables } from './0001-tables.ts';
import { outbox } from './0002-outbox.ts';
import { commitCase } from './0003-commit-case.ts';
import { reserveSend } from './0004-reserve-send.ts';
import { response } from './0005-response.ts';
import { dueCases } from './0006-due-cases.ts';
import { packs } from './0007-packs.ts';
import { oldPacks } from './0008-old-packs.ts';
import { digest } from './0009-digest.ts';
import { reminders } from './0010-reminders.ts';
import { identity } from './0011-identity.ts';

import { consent } from './0013-consent.ts';
import { webhook } from './0014-webhook.ts';

import { carriedTrace } from './0016-carried-trace.ts';
import { sending } from './0017-sending.ts';
import { delivery } from './0018-delivery.ts';

import { settings } from './0019-settings.ts';
import { signIn } from './0020-sign-in.ts';

import { webhookRefusals } from './0021-webhook-refusals.ts';
import { alarms } from './0022-alarms.ts';

import { memories } from './0023-memories.ts';

import { lateSends } from './0024-late-sends.ts';
import { consentLost } from './0025-consent-lost.ts';

import { errands } from './0026-errands.ts';
import { sendsTogether } from './0028-sends-together.ts';
import { postsInOrder } from './0030-posts-in-order.ts';
import { questions } from './0031-questions.ts';
import { longWindows } from './0032-long-windows.ts';
import { threadClaims } from './0033-thread-claims.ts';
import { manyChannels } from './0034-many-channels.ts';
import { spacedTells } from './0035-spaced-tells.ts';
import { answeredCases } from './0036-answered-cases.ts';
import { caseLocks } from './0037-case-locks.ts';
import { closedChats } from './0038-closed-chats.ts';
import { peopleSeen } from './0039-people-seen.ts';
import { unreadableById } from './0040-unreadable-by-id.ts';

/** Forward only: a migration that has run anywhere is never edited; a mistake is mended by the next one. */
function forward(text: string): Migration {
  return {
    up: async (db) => {
      await sql.raw(text).execute(db);
    },
  };
}

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-tables': forward(tables),
  '0002-outbox': forward(outbox),
  '0003-commit-case': forward(commitCase),
  '0004-reserve-send': forward(reserveSend),
  '0005-response': forward(response),
  '0006-due-cases': forward(dueCases),
  '0007-packs': forward(packs),
  '0008-old-packs': forward(oldPacks),
  '0009-digest': forward(digest),
  '0010-reminders': forward(reminders),
  '0011-identity': forward(identity),
  '0013-consent': forward(consent),
  '0014-webhook': forward(webhook),
  '0016-carried-trace': forward(carriedTrace),
  '0017-sending': forward(sending),
  '0018-delivery': forward(delivery),
  '0019-settings': forward(settings),
  '0020-sign-in': forward(signIn),
  '0021-webhook-refusals': forward(webhookRefusals),
  '0022-alarms': forward(alarms),
  '0023-memories': forward(memories),
  '0024-late-sends': forward(lateSends),
  '0025-consent-lost': forward(consentLost),
  '0026-errands': forward(errands),
  '0028-sends-together': forward(sendsTogether),
  '0030-posts-in-order': forward(postsInOrder),
  '0031-questions': forward(questions),
  '0032-long-windows': forward(longWindows),
  '0033-thread-claims': forward(threadClaims),
  '0034-many-channels': forward(manyChannels),
  '0035-spaced-tells': forward(spacedTells),
  '0036-answered-cases': forward(answeredCases),
  '0037-case-locks': forward(caseLocks),
  '0038-closed-chats': forward(closedChats),
  '0039-people-seen': forward(peopleSeen),
  '0040-unreadable-by-id': forward(unreadableById),
};
