import type { AlarmLine } from './ledger-views.ts';
import type { ConsentTrouble, SourceTrouble } from './talk-views.ts';
import type { ReportFailureName } from './views.ts';

/** Something that must not stay unseen by whoever runs this, or that it is over; see src/domain/alarms.ts. */
export interface AlarmView extends AlarmLine {
  readonly partnerName: string;
  /** Absent while it is so. */
  readonly clearedAt?: string;
  /** Alerts, failed looks or refused callbacks that it is about. */
  readonly count: number;
  readonly case?: string;
  readonly customerName?: string;
  readonly customerTenantId?: string;
  readonly sourceTrouble?: SourceTrouble;
  readonly reportTrouble?: ReportFailureName;
  readonly consentTrouble?: ConsentTrouble;
}
