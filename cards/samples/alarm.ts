import type { AlarmView } from '../alarm-views.ts';
import { hostileRef, longRef, now, ref } from './base.ts';

const base = { partnerName: 'Contoso Partner', since: '2026-11-22T15:12:00.000Z', count: 1 } as const;
const aboutCase = {
  case: ref.case,
  number: ref.number,
  customerTenantId: ref.customerTenantId,
  customerName: 'Alpine Ski House',
} as const;

export const alarmSamples: Readonly<Record<string, AlarmView>> = {
  'not-carded': { ...base, ...aboutCase, kind: 'not-carded', count: 2 },
  'not-carded-over': { ...base, ...aboutCase, kind: 'not-carded', count: 2, clearedAt: now },
  further: { ...base, kind: 'not-carded', count: 14, further: 14 },
  'not-reported': { ...base, ...aboutCase, kind: 'not-reported', reportTrouble: 'mfa' },
  'still-open': { ...base, ...aboutCase, kind: 'still-open', customerName: longRef.customerName },
  'still-open-over': { ...base, ...aboutCase, kind: 'still-open', clearedAt: now },
  'source-silent': { ...base, kind: 'source-silent', count: 7, sourceTrouble: 'mfa' },
  'source-silent-over': { ...base, kind: 'source-silent', count: 7, sourceTrouble: 'mfa', clearedAt: now },
  'not-asked': { ...base, kind: 'source-silent', count: 0 },
  'webhook-silent': { ...base, kind: 'webhook-silent', count: 3 },
  'consent-lost': { ...base, kind: 'consent-lost', consentTrouble: 'revoked' },
  'consent-unreadable': { ...base, kind: 'consent-lost', consentTrouble: 'unreadable' },
  'consent-lost-over': { ...base, kind: 'consent-lost', consentTrouble: 'revoked', clearedAt: now },
  'webhook-refused': { ...base, kind: 'webhook-refused', count: 12 },
  hostile: {
    ...base,
    ...aboutCase,
    kind: 'not-carded',
    partnerName: '[Pay](https://evil.example) <at>Everyone</at>',
    customerName: hostileRef.customerName ?? '',
  },
};
