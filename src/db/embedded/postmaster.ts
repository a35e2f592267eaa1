import { readdir, readFile, readlink, realpath, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What postmaster.pid says of the server that runs, or ran, on a data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

const fileOf = (data: string): string => join(data, 'postmaster.pid');

/** Reads postmaster.pid: first line the process, fourth the port (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_*). */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  let text: string;
  try {
    text = await readFile(fileOf(data), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const lines = text.split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) && port > 0 ? { pid, port } : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Processes whose working folder is the data folder, as it is of every PostgreSQL process of it from the start. */
async function processesIn(data: string): Promise<readonly number[]> {
  const wanted = await realpath(data);
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => undefined)));
  return pids.filter((_, index) => folders[index] === wanted);
}

/** Whether a server that was started on the folder still lives; where the system does not tell, whether its number does. */
export async function hasLivingServer(data: string): Promise<boolean> {
  if (process.platform === 'linux') return (await processesIn(data)).length > 0;
  const postmaster = await readPostmaster(data);
  return postmaster !== undefined && isAlive(postmaster.pid);
}

/**
 * Removes a postmaster.pid whose number lives on as something else: another program, as in a container started anew,
 * where numbers are small, or the dead server itself where nobody reaps it. PostgreSQL clears such a file only where
 * the number is gone, and refuses to start otherwise. Linux only; elsewhere init reaps and numbers are large.
 */
export async function clearForeignPostmaster(data: string): Promise<void> {
  const postmaster = await readPostmaster(data);
  if (postmaster === undefined || process.platform !== 'linux' || !isAlive(postmaster.pid)) return;
  if ((await processesIn(data)).length === 0) await unlink(fileOf(data));
}
