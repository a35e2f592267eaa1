import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

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

async function commandOf(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]);
  return stdout;
}

/** Processes whose working folder is the data folder: every PostgreSQL process of it. Linux only. */
async function processesIn(data: string): Promise<readonly number[]> {
  const wanted = await realpath(data);
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => undefined)));
  return pids.filter((_, index) => folders[index] === wanted);
}

/**
 * Removes a postmaster.pid whose number now belongs to another program. PostgreSQL clears a file whose process is gone,
 * but refuses to start where the number lives again, as it does in a container started anew, where numbers are small.
 */
export async function clearForeignPostmaster(data: string): Promise<void> {
  const postmaster = await readPostmaster(data);
  if (postmaster === undefined || process.platform !== 'linux' || !isAlive(postmaster.pid)) return;
  const command = await commandOf(postmaster.pid).catch(() => '');
  if (command.includes('postgres') || (await processesIn(data)).length > 0) return;
  await unlink(fileOf(data));
}
