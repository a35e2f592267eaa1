import { day, hour } from '../../../src/domain/clocks.ts';
import { newCreator } from '../../../src/domain/evidence/new-creator.ts';
import { quotaRaised } from '../../../src/domain/evidence/quota-raised.ts';
import { rightGranted } from '../../../src/domain/evidence/right-granted.ts';
import { signIn } from '../../../src/domain/evidence/sign-in.ts';
import { usualPipeline } from '../../../src/domain/evidence/usual-pipeline.ts';
import { homeTenant } from '../../support/people.ts';
import { ago, dana, event, keyOf, resource, someTenant } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

const of = resource('vm/w-1', { createdAt: ago(day) });
const creation = event(of.key, ago(day));
const earlier = event(keyOf('vm/web'), ago(60 * day));
const noActivity = [{ what: 'activity', why: 'forbidden' }] as const;
const robot = { ...dana, name: '77aa0000-0000-4000-8000-000000000009', objectId: 'robot', appId: 'app-1' };

describe('E8, a new creator', () => {
  examplesOf(newCreator, [
    {
      sentence: 'who first acts shortly before is new',
      of,
      reading: { events: [creation] },
      found: { variant: 'new', weight: 10, values: { who: 'dana@contoso.example', when: ago(day) } },
    },
    { sentence: 'who acted long before is not', of, reading: { events: [creation, earlier] }, found: 'nothing' },
    {
      sentence: 'in a short log nobody is new',
      of,
      reading: { events: [creation], eventsSince: ago(20 * day) },
      found: 'nothing',
    },
    {
      sentence: 'in a log that was cut nobody is new',
      of,
      reading: { events: [creation], gaps: [{ what: 'activity', why: 'cut' }] },
      found: 'activity',
    },
    {
      sentence: 'an account of another organisation is told as that',
      of,
      reading: { events: [{ ...creation, caller: { ...dana, tenantId: someTenant } }, earlier] },
      found: { variant: 'foreign', weight: 10, values: { who: 'dana@contoso.example' } },
    },
    {
      sentence: 'one of the partner’s own is not foreign',
      of,
      reading: { events: [{ ...creation, caller: { ...dana, tenantId: homeTenant.toUpperCase() } }, earlier] },
      found: 'nothing',
    },
    {
      sentence: 'an application that is known but made nothing before is told',
      of,
      reading: {
        events: [
          { ...creation, caller: robot },
          { ...earlier, caller: robot, operation: 'microsoft.compute/virtualmachines/start/action' },
        ],
      },
      found: { variant: 'application', weight: 10, values: { who: robot.name } },
    },
    {
      sentence: 'one that made things before is not, wherever it runs now',
      of,
      reading: {
        events: [
          { ...creation, caller: { ...robot, address: '198.51.100.4' } },
          { ...earlier, caller: robot },
        ],
      },
      found: 'nothing',
    },
    {
      sentence: 'where the log names nobody, nobody is new',
      of,
      reading: { events: [{ ...creation, caller: { mfa: 'unknown' } }] },
      found: 'nothing',
    },
    { sentence: 'without the log it is not known', of, reading: { gaps: noActivity }, found: 'activity' },
  ]);
});

describe('E9, the sign-in of its creator', () => {
  examplesOf(signIn, [
    {
      sentence: 'without a second factor',
      of,
      reading: { events: [{ ...creation, caller: { ...dana, mfa: 'no' } }] },
      found: { variant: 'password', weight: 5, values: { who: 'dana@contoso.example' } },
    },
    {
      sentence: 'from another network than before',
      of,
      reading: { events: [{ ...creation, caller: { ...dana, address: '198.51.100.4' } }, earlier] },
      found: { variant: 'address', weight: 10, values: { who: 'dana@contoso.example', address: '198.51.100.4' } },
    },
    {
      sentence: 'both together',
      of,
      reading: { events: [{ ...creation, caller: { ...dana, address: '2001:db8:9::1', mfa: 'no' } }, earlier] },
      found: { variant: 'both', weight: 15, values: { who: 'dana@contoso.example', address: '2001:db8:9::1' } },
    },
    {
      sentence: 'another address of the same network is nothing',
      of,
      reading: { events: [{ ...creation, caller: { ...dana, address: '203.0.9.9' } }, earlier] },
      found: 'nothing',
    },
    {
      sentence: 'the first address ever is nothing',
      of,
      reading: { events: [{ ...creation, caller: { ...dana, address: '198.51.100.4' } }] },
      found: 'nothing',
    },
    {
      sentence: 'in a log that was cut no address is new, but a missing factor is seen',
      of,
      reading: {
        events: [{ ...creation, caller: { ...dana, address: '198.51.100.4', mfa: 'no' } }, earlier],
        gaps: [{ what: 'activity', why: 'cut' }],
      },
      found: { variant: 'password', weight: 5, values: { who: 'dana@contoso.example' } },
    },
    { sentence: 'without the log it is not known', of, reading: { gaps: noActivity }, found: 'activity' },
  ]);
});

const raise = event('/subscriptions/x/providers/microsoft.quota/quotas/standardncfamily', ago(3 * day), {
  operation: 'microsoft.quota/quotas/write',
  subStatus: 'OK',
});

describe('E10, more quota', () => {
  examplesOf(quotaRaised, [
    {
      sentence: 'asked for by the creator in the week before',
      of,
      reading: { events: [creation, raise] },
      found: { weight: 10, values: { who: 'dana@contoso.example', when: ago(3 * day) } },
    },
    {
      sentence: 'asked for long before is nothing',
      of,
      reading: { events: [creation, { ...raise, at: ago(9 * day) }] },
      found: 'nothing',
    },
    {
      sentence: 'asked for afterwards is nothing',
      of,
      reading: { events: [creation, { ...raise, at: ago(hour) }] },
      found: 'nothing',
    },
    {
      sentence: 'refused is nothing',
      of,
      reading: { events: [creation, { ...raise, status: 'Failed' }] },
      found: 'nothing',
    },
    {
      sentence: 'asked for by somebody else is nothing',
      of,
      reading: { events: [creation, { ...raise, caller: robot }] },
      found: 'nothing',
    },
    { sentence: 'without the log it is not known', of, reading: { gaps: noActivity }, found: 'activity' },
  ]);
});

const grant = event(keyOf('microsoft.authorization/roleassignments/1'), ago(2 * day), {
  caller: robot,
  grant: {
    principalId: (dana.objectId ?? '').toUpperCase(),
    roleDefinitionId:
      '/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/8E3AF657-A8FF-443C-A75C-2FE8C4BCB635',
  },
});

describe('E11, a right', () => {
  examplesOf(rightGranted, [
    {
      sentence: 'given to the creator in the week before',
      of,
      reading: { events: [creation, grant] },
      found: { weight: 10, values: { who: 'dana@contoso.example', role: 'Owner', when: ago(2 * day) } },
    },
    {
      sentence: 'to read only is nothing',
      of,
      reading: {
        events: [
          creation,
          { ...grant, grant: { ...grant.grant, roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7' } },
        ],
      },
      found: 'nothing',
    },
    {
      sentence: 'given to somebody else is nothing',
      of,
      reading: { events: [creation, { ...grant, grant: { ...grant.grant, principalId: 'other' } }] },
      found: 'nothing',
    },
    {
      sentence: 'given long before is nothing',
      of,
      reading: { events: [creation, { ...grant, at: ago(20 * day) }] },
      found: 'nothing',
    },
    { sentence: 'without the log it is not known', of, reading: { gaps: noActivity }, found: 'activity' },
  ]);
});

describe('N3, the usual pipeline', () => {
  examplesOf(usualPipeline, [
    {
      sentence: 'the same caller, address and application as before speak against',
      of,
      reading: { events: [creation, earlier] },
      found: { weight: -15, values: { who: 'dana@contoso.example' } },
    },
    {
      sentence: 'from another address it does not',
      of,
      reading: { events: [{ ...creation, caller: { ...dana, address: '198.51.100.4' } }, earlier] },
      found: 'nothing',
    },
    {
      sentence: 'with another tool it does not',
      of,
      reading: { events: [{ ...creation, caller: { ...dana, appId: 'other' } }, earlier] },
      found: 'nothing',
    },
    { sentence: 'who made nothing before has no usual way', of, reading: { events: [creation] }, found: 'nothing' },
    { sentence: 'without the log it is not known', of, reading: { gaps: noActivity }, found: 'activity' },
  ]);
});
