import type { ChannelView, SettingsFormView, SettingsValuesView, SettingsView } from '../settings-views.ts';
import { giulia, marco, now } from './base.ts';

const channel = (letter: string, more: Partial<ChannelView> = {}): ChannelView => ({
  id: `chn_${letter.repeat(32)}`,
  teamName: 'Cloud Operations',
  language: 'en',
  state: 'ready',
  ...more,
});
const alerts = channel('a', { channelName: 'Azure Alerts' });
const urgent = channel('b', { channelName: 'Urgent', language: 'it' });
const resold = channel('c', { teamName: 'Partner Desk', channelName: 'Proseware' });
const gone = channel('d', { channelName: 'Old alerts', state: 'gone' });
const channels = [alerts, urgent, resold];

const plain: SettingsValuesView = {
  rules: [],
  reminders: { owner: [1, 6], channel: [12, 18], escalation: [20, 23] },
  digestAt: '08:30',
  workingDays: [1, 2, 3, 4, 5],
  timeZone: 'Europe/Rome',
  limits: { twoPersonAbove: 10, mostResources: 25, mostPercent: 30 },
  people: { viewer: [], responder: [], remover: [], approver: [], owner: [] },
};
const full: SettingsValuesView = {
  ...plain,
  rules: [
    { reseller: 'Proseware Rivendita', channels: [resold] },
    { customer: 'Alpine Ski House', atLeast: 'medium', channels: [alerts, urgent] },
    { atLeast: 'high', channels: [urgent] },
  ],
  defaultChannel: alerts,
  escalationChannel: urgent,
  workingDays: [1, 2, 3, 4, 6],
  people: { ...plain.people, responder: [marco], owner: [giulia] },
};
const broken: SettingsValuesView = {
  ...full,
  rules: [
    { atLeast: 'high', channels: [gone] },
    { customer: 'Alpine Ski House', channels: [gone, urgent] },
    { channels: [alerts] },
  ],
  defaultChannel: gone,
  escalationChannel: gone,
  digestAt: 'off',
};
const hostileText = '[a](https://evil.example) <at>All</at> **b** {{DATE(2020-01-01T00:00:00Z)}}';
const hostile: SettingsValuesView = {
  ...full,
  rules: [{ customer: hostileText, reseller: hostileText, channels: [channel('e', { channelName: hostileText })] }],
  defaultChannel: channel('e', { teamName: hostileText }),
  timeZone: hostileText,
  people: { ...plain.people, owner: [hostileText] },
};

const groups: SettingsView['groups'] = {
  viewer: ['Mining Watch viewers'],
  responder: ['Mining Watch responders'],
  remover: ['Mining Watch removers'],
  approver: [],
  owner: ['Mining Watch owners'],
};

const fresh: SettingsView = {
  partnerName: 'Contoso Partner',
  values: plain,
  channels: [alerts],
  here: { channel: alerts },
  groups,
  isApproverUnset: true,
  protectedTags: ['mining-watch-protect', 'do-not-delete'],
  mayChange: true,
};
const busy: SettingsView = {
  ...fresh,
  values: full,
  channels,
  groups: { ...groups, approver: ['Mining Watch approvers'] },
  isApproverUnset: false,
  lastChange: { by: giulia, at: now },
};

export const settingsSamples: Readonly<Record<string, SettingsView>> = {
  fresh,
  busy,
  saved: { ...busy, isSaved: true },
  reader: { ...busy, mayChange: false },
  unused: { ...busy, here: {} },
  broken: { ...busy, values: broken, channels: [...channels, gone], here: { channel: urgent } },
  hostile: {
    ...busy,
    partnerName: hostileText,
    values: hostile,
    channels: [channel('e', { channelName: hostileText })],
    groups: { ...groups, owner: [hostileText] },
    lastChange: { by: hostileText, at: now },
  },
};

const form: SettingsFormView = {
  partnerName: 'Contoso Partner',
  rev: 7,
  section: 'language',
  values: full,
  channels,
  here: { channel: alerts },
  typed: {},
  faults: [],
  customers: [
    { id: '11111111-aaaa-4bbb-8ccc-000000000001', name: 'Alpine Ski House' },
    { id: '11111111-aaaa-4bbb-8ccc-000000000002', name: 'Tailspin Toys' },
  ],
  isMoreCustomers: false,
  resellers: [{ id: '55555555-aaaa-4bbb-8ccc-000000000005', name: 'Proseware Rivendita' }],
  people: [
    { id: '22222222-aaaa-4bbb-8ccc-000000000001', name: giulia },
    { id: '22222222-aaaa-4bbb-8ccc-000000000002', name: marco },
  ],
  named: [
    { role: 'responder', id: '22222222-aaaa-4bbb-8ccc-000000000002', name: marco },
    { role: 'owner', id: '22222222-aaaa-4bbb-8ccc-000000000001', name: giulia },
  ],
};

export const settingsFormSamples: Readonly<Record<string, SettingsFormView>> = {
  language: form,
  alerts: { ...form, section: 'alerts' },
  'alerts-first': {
    ...form,
    section: 'alerts',
    values: plain,
    resellers: [],
    isMoreCustomers: true,
    customers: Array.from({ length: 40 }, (_, i) => ({
      id: `11111111-aaaa-4bbb-8ccc-${String(i).padStart(12, '0')}`,
      name: `Customer ${i}`,
    })),
  },
  'alerts-saved': { ...form, section: 'alerts', isSaved: true },
  reminders: { ...form, section: 'reminders' },
  'reminders-faulty': {
    ...form,
    section: 'reminders',
    typed: { owner: '6, 1', channel: '12, 18', escalation: 'soon', escalationChannel: urgent.id },
    faults: [
      'Reminders to the owner: “6, 1” is not a list of up to six whole hours from 1 to 23, each later than the one before.',
      'Escalated reminders: “soon” is not a list of up to six whole hours from 1 to 23, each later than the one before.',
    ],
  },
  digest: { ...form, section: 'digest' },
  'digest-meanwhile': {
    ...form,
    section: 'digest',
    typed: { digestOn: 'true', digestAt: '07:45', days: '1,2,3', timeZone: 'Europe/Rome' },
    meanwhile: [
      { at: now, what: `${marco}: Digest: 08:30 → 09:00` },
      { at: now, what: `${marco}: Working days: Monday to Friday → every day` },
    ],
  },
  'digest-operator': { ...form, section: 'digest', meanwhile: [] },
  roles: { ...form, section: 'roles' },
  'roles-none': { ...form, section: 'roles', people: [], named: [] },
  removal: { ...form, section: 'removal' },
  homeless: { ...form, section: 'alerts', values: broken, channels: [gone] },
  hostile: {
    ...form,
    partnerName: hostileText,
    section: 'alerts',
    values: hostile,
    typed: { customerId: hostileText, to: hostileText },
    isMoreCustomers: true,
    faults: [hostileText],
    customers: [{ id: 'x', name: hostileText }],
    resellers: [{ id: 'y', name: hostileText }],
  },
  'hostile-digest': {
    ...form,
    section: 'digest',
    values: hostile,
    typed: { timeZone: hostileText, digestAt: hostileText, days: hostileText },
    meanwhile: [{ at: hostileText, what: hostileText }],
  },
};
