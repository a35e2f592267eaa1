import type { CustomerView, StandingView, UsageView } from '../views.ts';
import { giulia, hostileRef, links, longRef, now, ref } from './base.ts';

const common = { ...ref, isClosed: false, readAt: '2026-11-22T15:04:00.000Z', links: links.slice(1) };

const standingFacts: NonNullable<StandingView['facts']> = {
  customerDomain: 'alpineskihouse.example',
  relationship: { state: 'known', value: 'reseller' },
  validation: { state: 'known', value: 'Allowed' },
  agreement: {
    state: 'known',
    value: { signed: true, signedAt: '2024-03-02T00:00:00.000Z', signedBy: 'Anna Verdi' },
  },
  subscription: {
    state: 'known',
    value: { status: 'active', suspensionReasons: [], createdAt: '2024-03-05T00:00:00.000Z' },
  },
  earlierCases: [],
};

const standing: StandingView = { ...common, answer: { check: 'standing', state: 'open' }, facts: standingFacts };

export const standingSamples: Readonly<Record<string, StandingView>> = {
  good: standing,
  doubtful: {
    ...standing,
    answer: {
      check: 'standing',
      state: 'bad',
      by: giulia,
      at: now,
      note: 'Account is four days old and Microsoft is reviewing it.',
    },
    facts: {
      ...standingFacts,
      relationship: { state: 'known', value: 'none' },
      validation: { state: 'known', value: 'UnderReview' },
      agreement: { state: 'known', value: { signed: false } },
      subscription: {
        state: 'known',
        value: {
          status: 'suspended',
          suspensionReasons: ['PaymentMethod', 'Fraud'],
          createdAt: '2026-11-18T00:00:00.000Z',
        },
      },
      earlierCases: [
        { number: 31, verdict: 'fraud', openedAt: '2026-08-01T00:00:00.000Z' },
        { number: 12, verdict: 'legitimate', openedAt: '2026-03-01T00:00:00.000Z' },
        { number: 9, verdict: 'ignore', openedAt: '2026-02-01T00:00:00.000Z' },
        { number: 4, verdict: 'none', openedAt: '2026-01-01T00:00:00.000Z' },
      ],
    },
  },
  unavailable: {
    ...standing,
    facts: {
      ...standingFacts,
      customerDomain: undefined,
      relationship: { state: 'unavailable', why: 'needs-person' },
      validation: { state: 'unavailable', why: 'forbidden', detail: '403 900308' },
      agreement: { state: 'unavailable', why: 'mfa' },
      subscription: { state: 'known', value: { status: 'Some-new-state', suspensionReasons: [] } },
    },
  },
  reading: { ...standing, readAt: undefined, facts: undefined },
  closed: { ...standing, isClosed: true },
};

function days(costs: readonly number[]): readonly { readonly date: string; readonly cost: number }[] {
  const last = Date.parse('2026-11-21T00:00:00.000Z');
  return costs.map((cost, index) => ({
    date: new Date(last - (costs.length - 1 - index) * 86_400_000).toISOString().slice(0, 10),
    cost,
  }));
}

/** A quiet month with weekends, and what the last days cost. */
function month(end: readonly number[]): readonly { readonly date: string; readonly cost: number }[] {
  const quiet = Array.from({ length: 30 - end.length }, (_, index) =>
    index % 7 >= 5 ? 11.2 + (index % 3) : 24.5 + ((index * 7) % 6),
  );
  return days([...quiet, ...end]);
}

const newMachines = [
  ['vm-batch-07', '2026-11-20T22:14:00.000Z'],
  ['vm-batch-08', '2026-11-20T22:14:00.000Z'],
  ['vm-batch-09', '2026-11-20T22:15:00.000Z'],
] as const;

const usage: UsageView = {
  ...common,
  answer: { check: 'usage', state: 'open' },
  facts: {
    state: 'known',
    value: {
      currency: 'EUR',
      days: month([212.4, 486.13]),
      spike: { kind: 'spike', date: '2026-11-20', cost: 212.4, usual: 25.5, times: 8.33 },
      newResources: {
        state: 'known',
        value: [
          ...newMachines.map(([name, createdAt]) => ({
            name,
            type: 'microsoft.compute/virtualmachines',
            location: 'koreacentral',
            createdAt,
          })),
          {
            name: 'vm-batch-07_OsDisk_1',
            type: 'microsoft.compute/disks',
            location: 'koreacentral',
            createdAt: '2026-11-20T22:14:00.000Z',
          },
          {
            name: 'vm-batch-07-nic',
            type: 'microsoft.network/networkinterfaces',
            location: 'koreacentral',
            createdAt: '2026-11-20T22:13:00.000Z',
          },
          {
            name: 'vm-batch-07-ip',
            type: 'microsoft.network/publicipaddresses',
            location: 'koreacentral',
            createdAt: '2026-11-20T22:13:00.000Z',
          },
        ],
      },
    },
  },
};

export const usageSamples: Readonly<Record<string, UsageView>> = {
  spike: usage,
  'new-spend': {
    ...usage,
    facts: {
      state: 'known',
      value: {
        currency: 'USD',
        days: days([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 318.2, 1204.55]),
        spike: { kind: 'new-spend', date: '2026-11-20', cost: 318.2 },
        newResources: { state: 'unavailable', why: 'forbidden' },
      },
    },
  },
  'no-spike': {
    ...usage,
    answer: { check: 'usage', state: 'good', by: giulia, at: now },
    facts: {
      state: 'known',
      value: {
        currency: 'EUR',
        days: month([]),
        spike: { kind: 'no-spike', usual: 25.5, highest: { date: '2026-11-19', cost: 29.5 } },
        newResources: { state: 'known', value: [] },
      },
    },
  },
  'little-history': {
    ...usage,
    facts: {
      state: 'known',
      value: {
        currency: 'EUR',
        days: days([14.2, 190.6]),
        spike: { kind: 'not-enough-history', days: 2 },
        newResources: { state: 'unavailable', why: 'needs-person' },
      },
    },
  },
  'no-history': {
    ...usage,
    facts: {
      state: 'known',
      value: {
        currency: 'EUR',
        days: [],
        spike: { kind: 'not-enough-history', days: 0 },
        newResources: { state: 'known', value: [] },
      },
    },
  },
  unavailable: { ...usage, facts: { state: 'unavailable', why: 'not-offered' } },
  reading: { ...usage, readAt: undefined, facts: undefined },
};

const italianDraft: CustomerView['draft'] = {
  language: 'it',
  script: [
    'Buongiorno, sono … di Northwind Cloud. Chiamo per la vostra sottoscrizione Azure "ski-prod".',
    'Conoscete un carico di lavoro che la spieghi? Chi l’ha avviato, da quando, e il costo è previsto?',
  ],
  subject: 'Verifica: attività insolita nella vostra sottoscrizione Azure',
  body: 'Gentile Anna Verdi,\n\nMicrosoft ci segnala nella vostra sottoscrizione Azure "ski-prod" un’attività che potrebbe essere mining di criptovalute.',
};

const englishDraft: CustomerView['draft'] = {
  language: 'en',
  script: [
    'Hello, this is … from Northwind Cloud. I am calling about your Azure subscription "ski-prod".',
    'Do you know of a workload that would explain it? Who started it, since when, and is its cost expected?',
  ],
  subject: 'Please check: unusual activity in your Azure subscription',
  body: 'Hello,\n\nMicrosoft has let us know that it saw activity in your Azure subscription "ski-prod" that may be crypto-mining.',
};

const customer: CustomerView = {
  ...common,
  links: [],
  answer: { check: 'customer', state: 'open' },
  facts: {
    state: 'known',
    value: { contactName: 'Anna Verdi', email: 'anna.verdi@alpineskihouse.example', language: 'Italian (Italy)' },
  },
  draft: italianDraft,
  contact: { mails: [], tries: [] },
};

const mail: CustomerView['contact']['mails'][number] = {
  mail: 'mail_00000000000000000000000000000001',
  to: 'anna.verdi@alpineskihouse.example',
  subject: italianDraft.subject,
  state: 'sent',
  by: giulia,
  at: '2026-11-22T15:30:00.000Z',
};

export const customerSamples: Readonly<Record<string, CustomerView>> = {
  italian: customer,
  french: {
    ...customer,
    answer: { check: 'customer', state: 'unsure', by: giulia, at: now, note: 'No answer yet.' },
    facts: { state: 'known', value: { email: 'contact@alpineskihouse.example', language: 'French (France)' } },
    draft: { ...englishDraft, insteadOf: 'French (France)' },
  },
  asked: {
    ...customer,
    contact: {
      mails: [mail],
      tries: [
        { way: 'call', to: 'Anna Verdi', note: 'Asks her team, calls back at four.', by: giulia, at: now },
        { way: 'chat', by: giulia, at: now },
      ],
      askAgain: { at: '2026-11-22T19:30:00.000Z', by: giulia },
    },
  },
  'mail-unknown': {
    ...customer,
    contact: {
      mails: [
        { ...mail, state: 'failed', why: 'needs-sign-in' },
        { ...mail, state: 'unknown' },
      ],
      tries: [],
    },
  },
  'other-language': { ...customer, draft: { ...englishDraft, isChosen: true } },
  'mail-sending': { ...customer, contact: { mails: [{ ...mail, state: 'sending' }], tries: [] } },
  answered: {
    ...customer,
    answer: {
      check: 'customer',
      state: 'bad',
      by: giulia,
      at: now,
      from: 'Anna Verdi',
      way: 'call',
      note: 'Not theirs.',
    },
    contact: { mails: Array.from({ length: 6 }, () => mail), tries: [] },
  },
  closed: { ...customer, isClosed: true, contact: { mails: [mail], tries: [] } },
  'no-contact': { ...customer, facts: { state: 'known', value: {} }, draft: englishDraft },
  unavailable: { ...customer, facts: { state: 'unavailable', why: 'forbidden' }, draft: englishDraft },
  reading: { ...customer, readAt: undefined, facts: undefined, draft: englishDraft },
  'long-names': {
    ...customer,
    ...longRef,
    facts: {
      state: 'known',
      value: {
        contactName: 'Dott.ssa Maria Maddalena Quattrocchi-Lichtenstein',
        email: 'ufficio.amministrazione.e.contabilita.generale@sviluppo-industriale-valli-alpine.example',
        language: 'Italian (Italy)',
      },
    },
  },
  hostile: {
    ...customer,
    ...hostileRef,
    facts: {
      state: 'known',
      value: { contactName: '[Anna](https://evil.example) <at>x</at>', email: 'a@b.example', language: '**it**' },
    },
    draft: { ...englishDraft, body: `${englishDraft.body} ${hostileRef.customerName}` },
    answer: { check: 'customer', state: 'unsure', by: giulia, at: now, from: '<at>x</at> **b**', way: 'other' },
    contact: {
      mails: [{ ...mail, to: '"[x](https://evil.example)"@b.example', subject: '**urgent** <at>All</at>' }],
      tries: [{ way: 'other', to: '`x`', note: '{{TIME(2020-01-01T00:00:00Z)}}', by: giulia, at: now }],
    },
  },
};
