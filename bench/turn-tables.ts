import type { LoadResult } from './load.ts';
import { quantile, type Spread, shown, spread, table } from './numbers.ts';

export interface Round {
  readonly bot: 'ours' | 'echo';
  readonly connections: 16 | 1;
  readonly result: LoadResult;
  /** Milliseconds of CPU that the bot's process used for a turn. */
  readonly cpuMs: number;
  /** The same of PostgreSQL's processes; NaN where it cannot be read. */
  readonly postgresMs: number;
}

const columns: readonly (readonly [string, (round: Round) => number, number])[] = [
  ['turns/s', ({ result }) => result.latencies.length / result.seconds, 0],
  ['p50 ms', ({ result }) => quantile(result.latencies, 0.5), 2],
  ['p99 ms', ({ result }) => quantile(result.latencies, 0.99), 2],
  ['CPU ms/turn', ({ cpuMs }) => cpuMs, 2],
  ['PostgreSQL CPU ms/turn', ({ postgresMs }) => postgresMs, 2],
];

/** One table for each number of connections, with the ratios ours/echo by pairs of one round. */
export function turnTables(rounds: readonly Round[]): string {
  return ([16, 1] as const)
    .map((connections) => {
      const of = (bot: Round['bot']): readonly Round[] =>
        rounds.filter((round) => round.bot === bot && round.connections === connections);
      const [ours, echo] = [of('ours'), of('echo')];
      const rows = [
        ['echo', ...columns.map(([, read, digits]) => shown(spread(echo.map(read)), digits))],
        ['ours', ...columns.map(([, read, digits]) => shown(spread(ours.map(read)), digits))],
        ['ours/echo', ...columns.slice(0, -1).map(([, read]) => shown(ratios(ours.map(read), echo.map(read)), 2))],
      ];
      const bytes = ours.at(-1)?.result;
      const size = bytes === undefined ? 0 : Math.round(bytes.bytes / bytes.latencies.length);
      return `(a) turn, ${connections} connection(s), answers of ${size} bytes\n\n${table(['', ...columns.map(([name]) => name)], rows)}`;
    })
    .join('\n\n');
}

function ratios(ours: readonly number[], echo: readonly number[]): Spread {
  return spread(ours.map((value, i) => value / (echo[i] ?? Number.NaN)));
}
