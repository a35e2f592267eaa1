import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPostmaster } from '../src/db/embedded/postmaster.ts';

/** Length of a tick in /proc, in milliseconds; Linux has had 100 a second on every common platform. */
const tickMs = 10;

/** Milliseconds of CPU that the server of a data folder has used, all its processes together; undefined where there is no /proc. */
export async function postgresCpuMs(dataFolder: string): Promise<number | undefined> {
  const postmaster = await readPostmaster(join(dataFolder, 'cluster', 'data'));
  if (postmaster === undefined) return undefined;
  const names = await readdir('/proc').catch(() => []);
  const found = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(ticksOf));
  const own = found.flatMap((one) => (one?.pid === postmaster.pid || one?.parent === postmaster.pid ? [one] : []));
  return own.length === 0 ? undefined : own.reduce((sum, one) => sum + one.ticks, 0) * tickMs;
}

interface Ticks {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** proc_pid_stat(5): after the name in brackets come state, parent, and from the 12th on user, system, and those of ended children. */
async function ticksOf(pid: string): Promise<Ticks | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent] = fields;
  if (parent === undefined) return undefined;
  return { pid: Number(pid), parent, ticks: fields.slice(11, 15).reduce((sum, one) => sum + one, 0) };
}
