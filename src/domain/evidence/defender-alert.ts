import { compare } from '../activity-kinds.ts';
import { instant } from '../instants.ts';
import type { DefenderAlert } from '../investigation.ts';
import type { Rule } from './rule.ts';

/** Alert types of Defender for Cloud that speak of mining, or of machines made or manned for it (facts/azure.md 6.2). */
const miningTypes =
  /currencymining|cryptocoinminer|^(?:arm_suspiciouscomputecreation|vm_gpudriverextensionunusualexecution|vm_gpuextensionsuspiciousfailure|vm_runcommandsuspiciousscript|vm_customscriptextensionsuspiciouscmd|k8s_maliciouscontainerimage)$/;

const weights: Readonly<Record<DefenderAlert['severity'], number>> = {
  High: 40,
  Medium: 25,
  Low: 15,
  Informational: 0,
};

/** E2: Defender has an alert of the mining family on it; the gravest counts, of these the latest. Drills do not count. */
export const defenderAlert: Rule = {
  id: 'E2',
  needs: ['defender'],
  weigh({ key }, { defender }) {
    const alerts = (defender.get(key) ?? []).filter(({ type, severity }) => isMining(type) && weights[severity] > 0);
    const [worst] = alerts.toSorted(
      (a, b) =>
        weights[b.severity] - weights[a.severity] ||
        (instant(b.at) ?? 0) - (instant(a.at) ?? 0) ||
        compare(a.title, b.title) ||
        compare(a.at, b.at),
    );
    if (worst === undefined) return undefined;
    const values = { title: worst.title, when: worst.at };
    return { rule: 'E2', weight: weights[worst.severity], values, from: 'defender' };
  },
};

function isMining(type: string): boolean {
  return miningTypes.test(type.toLowerCase()) && !/^simulated_/i.test(type);
}
