import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** User that the server runs as: empty where it is ours, because PostgreSQL refuses only root. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

const userName = 'postgres';

async function idsOf(name: string): Promise<Required<RunAs> | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    // `id` fails exactly where there is no such user.
    return undefined;
  }
}

/** The user that may run PostgreSQL; as root, `postgres`, which is created where it is missing. */
export async function unprivilegedUser(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  const known = await idsOf(userName);
  if (known !== undefined) return known;
  try {
    await run('groupadd', ['--system', '--force', userName]);
    await run('useradd', ['--system', '--gid', userName, '--no-create-home', '--shell', '/bin/false', userName]);
  } catch (cause) {
    throw new Error(`PostgreSQL does not run as root, and the user ${userName} could not be created for it.`, {
      cause,
    });
  }
  const created = await idsOf(userName);
  if (created === undefined) throw new Error(`The user ${userName} was created but is not found.`);
  return created;
}

/** Says clearly where a user cannot reach a path because a folder above it is closed to it. */
export async function assertReachable(path: string, user: RunAs): Promise<void> {
  if (user.uid === undefined) return;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { uid, gid, mode } = await lstat(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      throw new Error(
        `As root, PostgreSQL runs as the user ${userName}, who may not enter ${folder}, so ${path} is out of its reach. ` +
          `Move the project or the data folder, or run: chmod o+x ${folder}`,
      );
    }
    if (dirname(folder) === folder) return;
  }
}
