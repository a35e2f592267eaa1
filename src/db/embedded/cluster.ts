import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { assertReachable, type RunAs } from './run-as.ts';

/** The files of one server: what initdb made, its password beside it, and its log. */
export interface Cluster {
  readonly home: string;
  readonly data: string;
  readonly password: string;
  readonly logFile: string;
}

export const superuser = 'mining_watch';
const unfinished = 'unfinished-';

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function own(path: string, { uid, gid }: RunAs): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

async function initialise(home: string, binaries: Binaries, user: RunAs): Promise<void> {
  const making = await mkdtemp(join(home, unfinished));
  const passwordFile = join(making, 'password');
  await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  await Promise.all([own(making, user), own(passwordFile, user)]);
  const options = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', `--username=${superuser}`, `--pwfile=${passwordFile}`];
  await promisify(execFile)(binaries.initdb, [`--pgdata=${join(making, 'data')}`, ...access, ...options], {
    ...user,
    cwd: making,
  });
  try {
    await rename(making, join(home, 'cluster'));
  } catch (error) {
    // Another process was faster: its cluster is as good as ours.
    if (!(await exists(join(home, 'cluster')))) throw error;
    await rm(making, { recursive: true, force: true });
  }
}

/** Removes what an initdb left that was killed; one that still runs in another process is younger than that. */
async function removeUnfinished(home: string): Promise<void> {
  const longAgo = Date.now() - 10 * 60_000;
  for (const name of await readdir(home)) {
    if (!name.startsWith(unfinished)) continue;
    const path = join(home, name);
    if ((await stat(path)).mtimeMs < longAgo) await rm(path, { recursive: true, force: true });
  }
}

/**
 * Finds the cluster of a folder, or makes it. It is made beside its place and renamed when it is whole, so a process
 * killed on the way leaves no half cluster.
 */
export async function openCluster(folder: string, binaries: Binaries, user: RunAs): Promise<Cluster> {
  const home = resolve(folder);
  if (!(await exists(home))) {
    await mkdir(home, { recursive: true });
    await chmod(home, 0o755);
  }
  await assertReachable(join(home, 'cluster'), user);
  await assertReachable(binaries.postgres, user);
  await own(home, user);
  await removeUnfinished(home);
  if (!(await exists(join(home, 'cluster')))) await initialise(home, binaries, user);
  const password = await readFile(join(home, 'cluster', 'password'), 'utf8');
  return { home, data: join(home, 'cluster', 'data'), password, logFile: join(home, 'postgres.log') };
}
