import { parseArgs } from 'node:util';
import { examine } from './lib/doctor/examine.ts';
import { reportJson, reportText } from './lib/doctor/print.ts';

/*
 * npm run doctor [-- --json] [--partner <tenant id or part of the name>]
 * Looks at everything that the bot needs, by questions that change nothing, and says of each fault why it matters and how
 * to mend it. Ends with 0 where there is no fault, 1 where there is one, 2 where nothing could be looked at.
 */

async function main(args: readonly string[]): Promise<number> {
  let wanted: { json?: boolean | undefined; partner?: string | undefined };
  try {
    wanted = parseArgs({ args: [...args], options: { json: { type: 'boolean' }, partner: { type: 'string' } } }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.stderr.write('npm run doctor [-- --json] [--partner <tenant id or part of the name>]\n');
    return 2;
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
