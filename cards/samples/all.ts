import { afterCareCard } from '../after-care.ts';
import { alarmCard } from '../alarm.ts';
import { alertCard } from '../alert.ts';
import { alertListCard } from '../alert-list.ts';
import { caseListCard } from '../case-list.ts';
import { customerCard } from '../check-customer.ts';
import { standingCard } from '../check-standing.ts';
import { usageCard } from '../check-usage.ts';
import { deadLettersCard } from '../dead-letters.ts';
import { decideCard } from '../decide.ts';
import { digestCard } from '../digest.ts';
import { evidenceCard } from '../evidence.ts';
import { helloCard } from '../hello.ts';
import { helpCard } from '../help.ts';
import { inventoryCard } from '../inventory.ts';
import { memoryCard } from '../memory.ts';
import { moreCard } from '../more.ts';
import { noticeCard } from '../notice.ts';
import type { Card } from '../parts/types.ts';
import type { Words } from '../parts/words.ts';
import { planCard } from '../plan.ts';
import { settingsCard } from '../settings.ts';
import { settingsFormCard } from '../settings-form.ts';
import { staleCard } from '../stale.ts';
import { statusCard } from '../status.ts';
import { supportCard } from '../support.ts';
import { timelineCard } from '../timeline.ts';
import { unreadableCard } from '../unreadable.ts';
import { welcomeCard } from '../welcome.ts';
import { afterCareSamples } from './after-care.ts';
import { alarmSamples } from './alarm.ts';
import { alertSamples } from './alert.ts';
import { alertAskingSamples } from './alert-asking.ts';
import { alertResponseSamples } from './alert-response.ts';
import { customerSamples, standingSamples, usageSamples } from './checks.ts';
import { deadLetterSamples } from './dead-letters.ts';
import { digestSamples } from './digest.ts';
import { evidenceSamples } from './evidence.ts';
import { decideSamples, moreSamples } from './forms.ts';
import { inventorySamples } from './inventory.ts';
import { alertListSamples, listSamples } from './lists.ts';
import { memorySamples, recallSamples } from './memory.ts';
import { planSamples } from './plan.ts';
import { settingsFormSamples, settingsSamples } from './settings.ts';
import { statusSamples } from './status.ts';
import { supportSamples } from './support.ts';
import { helloSamples, helpSamples, noticeSamples, staleSamples, unreadableSamples, welcomeSamples } from './talk.ts';
import { timelineSamples } from './timeline.ts';

export interface Sample {
  readonly card: string;
  readonly state: string;
  /** Draws the card; `change` may put something else into its view first. */
  readonly draw: (words: Words, change?: <V>(view: V) => V) => Card;
}

function of<V>(
  card: string,
  draw: (view: V, words: Words) => Card,
  views: Readonly<Record<string, V>>,
): readonly Sample[] {
  return Object.entries(views).map(([state, view]) => ({
    card,
    state,
    draw: (words, change) => draw(change ? change(view) : view, words),
  }));
}

/** Every card in every state that there is a sample of. */
export const samples: readonly Sample[] = [
  ...of('alert', alertCard, { ...alertSamples, ...alertResponseSamples, ...alertAskingSamples, ...recallSamples }),
  ...of('check-standing', standingCard, standingSamples),
  ...of('check-usage', usageCard, usageSamples),
  ...of('check-customer', customerCard, customerSamples),
  ...of('decide', decideCard, decideSamples),
  ...of('more', moreCard, moreSamples),
  ...of('case-list', caseListCard, listSamples),
  ...of('digest', digestCard, digestSamples),
  ...of('alert-list', alertListCard, alertListSamples),
  ...of('memory', memoryCard, memorySamples),
  ...of('inventory', inventoryCard, inventorySamples),
  ...of('timeline', timelineCard, timelineSamples),
  ...of('plan', planCard, planSamples),
  ...of('after-care', afterCareCard, afterCareSamples),
  ...of('support', supportCard, supportSamples),
  ...of('evidence', evidenceCard, evidenceSamples),
  ...of('help', helpCard, helpSamples),
  ...of('welcome', welcomeCard, welcomeSamples),
  ...of('hello', helloCard, helloSamples),
  ...of('alarm', alarmCard, alarmSamples),
  ...of('notice', noticeCard, noticeSamples),
  ...of('unreadable', unreadableCard, unreadableSamples),
  ...of('stale', staleCard, staleSamples),
  ...of('status', statusCard, statusSamples),
  ...of('settings', settingsCard, settingsSamples),
  ...of('settings-form', settingsFormCard, settingsFormSamples),
  ...of('dead-letters', deadLettersCard, deadLetterSamples),
];
