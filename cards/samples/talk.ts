import type {
  CountView,
  HelloView,
  HelpView,
  NoticeView,
  StaleView,
  UnreadableView,
  WelcomeView,
} from '../talk-views.ts';
import { giulia, hostileRef, links, marco, ref } from './base.ts';

export const helpSamples: Readonly<Record<string, HelpView>> = {
  channel: { scope: 'channel', isOwner: false },
  personal: { scope: 'personal', isOwner: true },
};

export const welcomeSamples: Readonly<Record<string, WelcomeView>> = {
  channel: { partnerName: 'Contoso Partner', addedBy: giulia, channelName: 'Azure Alerts' },
  unknown: { partnerName: 'Contoso Partner' },
  unset: { partnerName: 'Contoso Partner', addedBy: giulia, channelName: 'Azure Alerts', isUnset: true },
  hostile: { partnerName: '[Contoso](https://evil.example)', addedBy: '<at>All</at>', channelName: '**General**' },
};

const few = (total: number): CountView => ({ total, isMore: false });

export const helloSamples: Readonly<Record<string, HelloView>> = {
  busy: { personName: 'Giulia', cases: { open: few(5), mine: few(2) }, isFirst: false },
  quiet: { personName: 'Giulia', cases: { open: few(0), mine: few(0) }, isFirst: false },
  first: { personName: 'Giulia', cases: { open: few(1), mine: few(0) }, isFirst: true },
  nameless: { cases: { open: few(1), mine: few(1) }, isFirst: false },
  roleless: { personName: 'Giulia', isFirst: true },
  flooded: {
    personName: 'Giulia',
    cases: { open: { total: 1000, isMore: true }, mine: { total: 1000, isMore: true } },
    isFirst: false,
  },
};

export const noticeSamples: Readonly<Record<string, NoticeView>> = {
  info: { tone: 'info', title: 'Case 42', text: 'The reminder that Giulia Rossi set is due now.', case: ref.case },
  good: { tone: 'good', title: 'Done', text: 'The case is closed.' },
  warning: {
    tone: 'warning',
    title: 'The source has not answered for an hour',
    text: 'Look at Partner Center meanwhile.',
  },
  consent: {
    tone: 'problem',
    title: 'The background sign-in has to be renewed',
    text: 'The background sign-in of Contoso Partner cannot be used: it was withdrawn, or the password of the account was changed.\nUntil it is renewed, Microsoft may refuse to show alerts, and quiet here does not mean that all is well. An owner writes “consent” to me, and gets a link to sign in again.',
  },
  problem: {
    tone: 'problem',
    title: 'This did not work',
    text: `${hostileRef.customerName}\n${hostileRef.subscriptionName}`,
  },
};

export const unreadableSamples: Readonly<Record<string, UnreadableView>> = {
  graph: {
    source: 'graph',
    externalId: '8f0c1c1e-5b7a-4c7e-9a37-0d2f6a1b9c11',
    error: 'subscriptionId: expected text, received nothing',
    links: links.slice(0, 1),
  },
  hostile: { source: 'fraudEvents', error: '<at>x</at> [a](https://evil.example)', links: [] },
};

export const staleSamples: Readonly<Record<string, StaleView>> = {
  busy: {
    ...ref,
    happened: [
      { at: '2026-11-22T15:02:00.000Z', what: 'Marco Bianchi claimed the case.' },
      { at: '2026-11-22T15:18:00.000Z', what: 'Marco Bianchi answered “Usage pattern”: Unusual.' },
      { at: '2026-11-22T15:31:00.000Z', what: `${marco} noted: customer calls back at seven` },
    ],
  },
  quiet: { ...ref, happened: [] },
  written: {
    ...ref,
    happened: [{ at: '2026-11-22T15:02:00.000Z', what: 'Marco Bianchi claimed the case.' }],
    written: 'They run a render farm;\nconfirmed by phone.',
  },
  hostile: {
    ...hostileRef,
    written: '[a](https://evil.example) <at>x</at>',
    happened: [
      {
        at: '2026-11-22T15:02:00.000Z',
        what: '<at>x</at> [a](https://evil.example) **b** {{DATE(2020-01-01T00:00:00Z)}}',
      },
    ],
  },
};
