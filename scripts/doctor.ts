import { parseArgs } from 'node:util';
import { examine } from './lib/doctor/examine.ts';
import { reportJson, reportText } from './lib/doctor/print.ts';

/*
 * npm run doctor [-- --json] [--partner <tenant id or part of the name>]
 * Looks at everything that the bot needs, by questions that change nothing, and says of each fault why it matters and how
 * to mend it. Ends with 0 where there is no fault, 1 where there is one, 2 where nothing could be looked at.
 */

const usage = `npm run doctor [-- --json] [--partner <tenant>]

Looks at everything that the bot needs, by questions that change nothing, and says of each fault why it matters and how to mend it.

  --partner <tenant>      one partner: id of its tenant, or a part of its name
  --json                  the answer as JSON, for scripts
Exit code 0: no fault; 1: a fault; 2: it cannot be understood, or nothing could be looked at.`;

const options = {
  json: { type: 'boolean' },
  partner: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\nnpm run doctor -- --help\n`);
    return undefined;
  }
}

async function main(args: readonly string[]): Promise<number> {
  const wanted = readArguments(args);
  if (wanted === undefined) return 2;
  if (wanted.help === true) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const examined = await examine({ env: process.env, partner: wanted.partner });
  if (examined.kind === 'not-examined') {
    if (wanted.json === true)
      process.stdout.write(`${JSON.stringify({ healthy: false, problems: examined.problems }, null, 2)}\n`);
    else
      process.stderr.write(`Nothing could be looked at:\n${examined.problems.map((one) => `  - ${one}\n`).join('')}`);
    return 2;
  }
  const { findings } = examined;
  const colour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  process.stdout.write(wanted.json === true ? reportJson(findings) : reportText(findings, { colour }));
  return findings.some(({ state }) => state === 'fault') ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
