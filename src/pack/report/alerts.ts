import type { CaseDetection } from '../../domain/case.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { facts, section } from './parts.ts';
import type { Report } from './report.ts';
import type { Tell } from './tell.ts';

function alert(d: CaseDetection, tell: Tell): Html {
  const { signs, resources } = d;
  const listed = (texts: readonly string[]) => texts.map(tell.text).join(', ');
  return html`<h3>${d.title === undefined ? tell.text(d.alertType) : tell.text(d.title)}</h3>
${facts([
  [tell.say('pack.alert.type'), tell.text(d.alertType)],
  [tell.say('pack.alert.severity'), tell.named(`severity.${d.severity}`, d.severity)],
  [tell.say('pack.alert.detected'), d.detectedAt && tell.moment(d.detectedAt)],
  [tell.say('pack.alert.first'), d.firstObservedAt && tell.moment(d.firstObservedAt)],
  [tell.say('pack.alert.last'), d.lastObservedAt && tell.moment(d.lastObservedAt)],
  [tell.say('pack.alert.hits'), d.hitCount],
  [tell.say('pack.alert.pools'), listed([...signs.poolDomains, ...signs.poolAddresses])],
  [tell.say('pack.alert.machines'), listed(signs.vmAddresses)],
  [tell.say('pack.alert.resolved'), d.resolved && tell.named(`verdict.${d.resolved.reason}`, d.resolved.reason)],
  [tell.say('pack.alert.id'), html`<code>${tell.text(d.externalId)}</code>`, 'wide'],
  [
    tell.say('pack.alert.resources'),
    html`${resources.map(({ id }) => html`<code>${tell.text(id)}</code><br>`)}`,
    'wide',
  ],
])}`;
}

/** What Microsoft reported. */
export function alerts({ tell, source }: Report): Html {
  return section(tell.say('pack.alerts.title'), ...source.case.detections.map((d) => alert(d, tell)));
}
