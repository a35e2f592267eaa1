import type { CaseView } from '../views.ts';
import { dayAndTime, defanged, outside, type Shown, say } from './escape.ts';
import { facts } from './facts.ts';
import { firstFew, resourceLine } from './resources.ts';
import { quiet, text } from './text.ts';
import type { Container } from './types.ts';
import type { Words } from './words.ts';

const shownAddresses = 4;

/** What was seen, in one plain sentence that says no more than the alert does. */
function seenSentence(words: Words, view: CaseView): Shown {
  if (!view.isMining) {
    return say(words, 'alert.seenOther', { what: outside(view.alertTitle ?? view.alertType) });
  }
  const pools = Math.max(view.poolDomains.length, view.poolAddresses.length);
  const { connections } = view;
  if (pools > 0) {
    return connections === undefined
      ? say(words, 'alert.seenPoolOnly', { pools })
      : say(words, 'alert.seenPool', { connections, pools });
  }
  return connections === undefined
    ? say(words, 'alert.seenUsage')
    : say(words, 'alert.seenConnections', { connections });
}

/** What Microsoft reported: the sentence, its doubt, and the facts. */
export function seen(words: Words, view: CaseView): Container {
  const few = (lines: readonly Shown[]) => firstFew(words, lines, shownAddresses);
  const { firstSeenAt, lastSeenAt, vmAddresses, resources } = view;
  const pools = [...view.poolDomains, ...view.poolAddresses];
  return {
    type: 'Container',
    spacing: 'Medium',
    items: [
      text(seenSentence(words, view)),
      ...(view.alerts > 1 ? [text(say(words, 'alert.joined', { alerts: view.alerts }), {}, { spacing: 'Small' })] : []),
      quiet(say(words, 'alert.heuristic'), { spacing: 'Small' }),
      ...facts(words, [
        firstSeenAt === undefined ? undefined : { label: 'fact.firstSeen', value: [dayAndTime(firstSeenAt)] },
        lastSeenAt === undefined ? undefined : { label: 'fact.lastSeen', value: [dayAndTime(lastSeenAt)] },
        pools.length === 0 ? undefined : { label: 'fact.pool', value: few(pools.map(defanged)) },
        vmAddresses.length === 0 ? undefined : { label: 'fact.vmAddresses', value: few(vmAddresses.map(outside)) },
        resources.length === 0
          ? { label: 'fact.resources', value: [say(words, 'fact.noResources')] }
          : {
              label: 'fact.resources',
              value: firstFew(
                words,
                resources.map((resource) => resourceLine(words, resource)),
              ),
            },
      ]),
    ],
  };
}
