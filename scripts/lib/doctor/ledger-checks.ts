import type { Alarm, AlarmKind } from '../../../src/domain/alarms.ts';
import { explainedIn } from '../../../src/domain/ledger.ts';
import type { Partner } from '../../../src/domain/partner.ts';
import { type Check, fault, ok, plain } from './finding.ts';
import type { PartnerLedger } from './records.ts';

const mending: Readonly<Record<AlarmKind, string>> = {
  'not-carded': 'See what is said of channels, Teams and messages that could not be posted.',
  'not-reported':
    'Have the case shown in Teams and tell Partner Center again as an Admin agent, or resolve the alert there.',
  'still-open': 'Resolve the alert on Partner Center’s own page.',
  'source-silent': 'Mend what is said of the source and its permissions.',
  'webhook-silent': 'npm run webhook -- status says which of several causes it is.',
  'consent-lost': 'Mend what is said of the background sign-in.',
  'webhook-refused': 'npm run webhook -- status says why, and what to do.',
};

/** Whether what was received was told, answered and reported, by the ledger and its alarms. */
export function ledgerChecks(parts: {
  readonly partner: Partner;
  readonly read: () => Promise<PartnerLedger>;
}): readonly Check[] {
  const { partner, read } = parts;
  const about = (id: string) => ({
    id: `${id}:${partner.tenantId}`,
    place: 'records' as const,
    partner: plain(partner.name),
  });
  return [
    {
      ...about('ledger'),
      title: 'The ledger of seven days',
      why: 'An alert without a card is one that nobody answers.',
      run: async () => {
        const { week } = await read();
        const said = `${week.received} received: ${week.carded} with a card, ${week.listed} on a list, ${explainedIn(week)} kept without one; ${week.answered} answered, ${week.resolved} resolved at Microsoft`;
        return week.missing === 0
          ? ok(said)
          : fault(`without a card and without a reason: ${week.missing}. ${said}`, mending['not-carded']);
      },
    },
    {
      ...about('alarms'),
      title: 'Alarms',
      why: 'Each is something that people in the channel were told of and that is not mended yet.',
      run: async () => {
        const { alarms } = await read();
        if (alarms.length === 0) return ok('none is open');
        const kinds = [...new Set(alarms.map(({ kind }) => kind))];
        return fault(alarms.map(named).join('; '), kinds.map((kind) => mending[kind]).join(' '));
      },
    },
  ];
}

function named({ kind, facts: { since, number, count } }: Alarm): string {
  const which = number === undefined ? (count === undefined ? '' : ` (${count})`) : ` (case ${number})`;
  return `${kind}${which} since ${since}`;
}
