import type { AlarmView } from '../../cards/alarm-views.ts';
import type { AlarmLine } from '../../cards/ledger-views.ts';
import { type SourceTrouble, sourceTroubles } from '../../cards/talk-views.ts';
import { type Alarm, furtherOnes } from '../domain/alarms.ts';
import type { Partner } from '../domain/partner.ts';
import type { CaseNames } from '../workflow/case-ports.ts';

export function alarmLine({ kind, subject, facts }: Alarm): AlarmLine {
  const { since, number, count = 0 } = facts;
  return {
    kind,
    since,
    ...(number === undefined ? {} : { number }),
    ...(subject === furtherOnes ? { further: count } : {}),
  };
}

/** Alarms with those that they stand for. */
export function countAlarms(alarms: readonly Alarm[]): number {
  return alarms.reduce((sum, one) => sum + (alarmLine(one).further ?? 1), 0);
}

export function alarmView(partner: Pick<Partner, 'name'>, alarm: Alarm, names: CaseNames): AlarmView {
  const { clearedAt } = alarm;
  const { caseId, customerTenantId, sourceTrouble, reportTrouble, consentTrouble, count = 0 } = alarm.facts;
  return {
    ...alarmLine(alarm),
    partnerName: partner.name,
    count,
    ...(clearedAt === undefined ? {} : { clearedAt }),
    ...(caseId === undefined ? {} : { case: caseId }),
    ...(names.customerName === undefined ? {} : { customerName: names.customerName }),
    ...(customerTenantId === undefined ? {} : { customerTenantId }),
    ...(sourceTrouble === undefined ? {} : { sourceTrouble: sourceTroubleOf(sourceTrouble) }),
    ...(reportTrouble === undefined ? {} : { reportTrouble }),
    ...(consentTrouble === undefined ? {} : { consentTrouble }),
  };
}

/** What is stored may be of another version, which knew other reasons. */
export function sourceTroubleOf(error: string): SourceTrouble {
  return sourceTroubles.find((trouble) => trouble === error) ?? 'unreadable';
}
