import type { Finding } from './finding.ts';

const signs = { ok: 'ok', note: 'NOTE', fault: 'FAULT', 'not-run': '-' } as const;
const colours = { ok: 32, note: 33, fault: 31, 'not-run': 90 } as const;
const width = 7;

/** The report for people: by partner, each fault with why it matters and how to mend it. */
export function reportText(findings: readonly Finding[], { colour }: { readonly colour: boolean }): string {
  const groups = Map.groupBy(findings, ({ partner }) => partner ?? '');
  const blocks = [...groups].map(([partner, lines]) =>
    [partner === '' ? 'This installation' : partner, ...lines.map((one) => lineOf(one, colour))].join('\n'),
  );
  const faults = findings.filter(({ state }) => state === 'fault').length;
  const notes = findings.filter(({ state }) => state === 'note').length;
  const end = `${counted(faults, 'fault')}, ${counted(notes, 'note')}, ${findings.length} checks.`;
  return `${blocks.join('\n\n')}\n\n${end}\n`;
}

function lineOf({ state, title, said, why, mend }: Finding, colour: boolean): string {
  const sign = signs[state].padEnd(width);
  const shown = colour ? `\u001b[${colours[state]}m${sign}\u001b[0m` : sign;
  const head = `  ${shown}${title}: ${said}`;
  if (mend === undefined) return head;
  const indent = ' '.repeat(width + 2);
  return `${head}\n${indent}Why:  ${why}\n${indent}Mend: ${mend}`;
}

function counted(count: number, what: string): string {
  return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
}

/** The report for scripts. */
export function reportJson(findings: readonly Finding[]): string {
  const counts = { ok: 0, note: 0, fault: 0, 'not-run': 0 };
  for (const { state } of findings) counts[state]++;
  return `${JSON.stringify({ healthy: counts.fault === 0, counts, findings }, null, 2)}\n`;
}
