import type { ChannelView, GroupView, SettingsFormView, SettingsValuesView, SettingsView } from '../settings-views.ts';
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
const general = channel('f', { teamName: 'Northwind Operations', isGeneral: true });
const gone = channel('d', { channelName: 'Old alerts', state: 'gone' });
const channels = [alerts, urgent, resold, general];

const group = (letter: string, name: string, members: readonly string[] = [giulia, marco]): GroupView => ({
  id: `${letter.repeat(8)}-1a2b-4c3d-8e4f-${letter.repeat(12)}`,
  state: 'found',
  name,
  members,
});
const groups: SettingsValuesView['groups'] = {
  viewer: [group('a', 'Mining Watch viewers')],
  responder: [group('b', 'Mining Watch responders')],
  remover: [group('c', 'Mining Watch removers')],
  approver: [],
  owner: [group('d', 'Mining Watch owners')],
};
const operations = group('e', 'Cloud Operations on call');

const plain: SettingsValuesView = {
  rules: [],
  reminders: { owner: [1, 6], channel: [12, 18], escalation: [20, 23] },
  digestAt: '08:30',
  workingDays: [1, 2, 3, 4, 5],
  timeZone: 'Europe/Rome',
  limits: { twoPersonAbove: 10, mostResources: 25, mostPercent: 30 },
  memoryDays: 90,
  people: { viewer: [], responder: [], remover: [], approver: [], owner: [] },
  groups,
  isApproverUnset: true,
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
  memoryDays: 30,
  people: { ...plain.people, responder: [marco], owner: [giulia] },
  groups: { ...groups, approver: [group('f', 'Mining Watch approvers')] },
  isApproverUnset: false,
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
  memoryDays: 0,
  groups: {
    ...full.groups,
    viewer: [],
    responder: [operations, { id: '9b9b9b9b-1a2b-4c3d-8e4f-9b9b9b9b9b9b', state: 'gone' }],
    remover: [{ id: '8c8c8c8c-1a2b-4c3d-8e4f-8c8c8c8c8c8c', state: 'forbidden' }],
    approver: [],
  },
};
const hostileText = '[a](https://evil.example) <at>All</at> **b** {{DATE(2020-01-01T00:00:00Z)}}';
const hostile: SettingsValuesView = {
  ...full,
  rules: [{ customer: hostileText, reseller: hostileText, channels: [channel('e', { channelName: hostileText })] }],
  defaultChannel: channel('e', { teamName: hostileText }),
  timeZone: hostileText,
  people: { ...plain.people, owner: [hostileText] },
  groups: { ...groups, owner: [group('d', hostileText, [hostileText])] },
};

const fresh: SettingsView = {
  partnerName: 'Contoso Partner',
  values: plain,
  channels: [alerts],
  here: { channel: alerts },
  protectedTags: ['mining-watch-protect', 'do-not-delete'],
  mayChange: true,
};
const busy: SettingsView = {
  ...fresh,
  values: full,
  channels,
  lastChange: { by: giulia, at: now },
};

export const settingsSamples: Readonly<Record<string, SettingsView>> = {
  fresh,
  busy,
  unreached: { ...busy, values: { ...full, rules: [{ channels: [alerts] }, ...full.rules] } },
  saved: { ...busy, isSaved: true },
  reader: { ...busy, mayChange: false },
  'from-case': { ...busy, case: 'case_0123456789abcdef0123456789abcdef' },
  unused: { ...busy, here: {} },
  broken: { ...busy, values: broken, channels: [...channels, gone], here: { channel: urgent } },
  hostile: {
    ...busy,
    partnerName: hostileText,
    values: hostile,
    channels: [channel('e', { channelName: hostileText })],
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
  'alerts-unreached': {
    ...form,
    section: 'alerts',
    values: { ...full, rules: [{ channels: [alerts] }, ...full.rules] },
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
  groups: { ...form, section: 'groups' },
  'groups-first': { ...form, section: 'groups', values: { ...plain, groups: { ...groups, viewer: [], remover: [] } } },
  'groups-broken': { ...form, section: 'groups', values: broken },
  'groups-saved': { ...form, section: 'groups', isSaved: true },
  'groups-faulty': {
    ...form,
    section: 'groups',
    typed: { role: 'owner', group: 'Cloud Operations', how: 'besides' },
    faults: [
      '“Cloud Operations” is no object ID of a group. It looks like 00000000-0000-0000-0000-000000000000, and stands on the group’s overview in the Microsoft Entra admin center.',
    ],
  },
  'groups-give': { ...form, section: 'groups', asked: { role: 'responder', how: 'instead', groups: [operations] } },
  'groups-give-approver': {
    ...form,
    section: 'groups',
    values: plain,
    asked: { role: 'approver', how: 'instead', groups: [group('f', 'Mining Watch approvers', [])] },
  },
  'groups-take': {
    ...form,
    section: 'groups',
    asked: { role: 'approver', how: 'take', groups: full.groups.approver },
  },
  'groups-take-all': {
    ...form,
    section: 'groups',
    values: broken,
    asked: { role: 'responder', how: 'take', groups: broken.groups.responder },
  },
  removal: { ...form, section: 'removal' },
  'removal-faulty': {
    ...form,
    section: 'removal',
    typed: { twoPersonAbove: '10', mostResources: '25', mostPercent: '30', memoryDays: '120' },
    faults: ['The days that an answer is remembered have to be a whole number from 0 to 90.'],
  },
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
  'hostile-groups': {
    ...form,
    section: 'groups',
    values: hostile,
    typed: { role: hostileText, group: hostileText, how: hostileText },
    faults: [hostileText],
  },
  'hostile-group': {
    ...form,
    section: 'groups',
    values: hostile,
    asked: { role: 'owner', how: 'instead', groups: [group('e', hostileText, [hostileText, hostileText])] },
  },
  'hostile-digest': {
    ...form,
    section: 'digest',
    values: hostile,
    typed: { timeZone: hostileText, digestAt: hostileText, days: hostileText },
    meanwhile: [{ at: hostileText, what: hostileText }],
  },
};
