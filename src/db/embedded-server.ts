import { execFile } from 'node:child_process';
import { readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DatabaseError } from 'pg';
import type { Log } from '../workflow/ports.ts';
import { type Binaries, findBinaries } from './embedded/binaries.ts';
import { type Cluster, openCluster, superuser } from './embedded/cluster.ts';
import { connectTo, createDatabase, FolderInUse, holdFolder } from './embedded/folder-lock.ts';
import { clearForeignPostmaster, hasLivingServer, readPostmaster } from './embedded/postmaster.ts';
import { type RunAs, unprivilegedUser } from './embedded/run-as.ts';

export interface EmbeddedServer {
  /** Connection string of the database `mining_watch`. */
  readonly url: string;
  /** Stops the server; connections that are still open are cut. */
  stop(): Promise<void>;
}

const run = promisify(execFile);
const host = '127.0.0.1';
const databaseName = 'mining_watch';
const startAttempts = 5;
/** Longest that a start may take, in seconds: after a crash the server first repeats what it had only logged. */
const startSeconds = 600;
/** PostgreSQL's errcodes.txt, class 57. */
const cannotConnectNow = '57P03';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, host, done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('No free port was given.');
  return address.port;
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${superuser}:${cluster.password}@${host}:${port}/${database}`;
}

/**
 * Whether the server that answers on the port is the one of this cluster: it knows the password and the folder. One that
 * is just starting or stopping is waited for, and so is one that a busy machine keeps from answering.
 */
async function isOurs(cluster: Cluster, port: number): Promise<boolean> {
  for (;;) {
    try {
      const client = await connectTo(urlOf(cluster, port, 'postgres'));
      const { rows } = await client.query<{ data_directory: string }>('show data_directory');
      await client.end();
      return rows[0]?.data_directory === cluster.data;
    } catch (error) {
      // A PostgreSQL that refuses us is not ours. What gives no answer may be, while processes live in the folder.
      const mayAnswerSoon =
        error instanceof DatabaseError ? error.code === cannotConnectNow : await hasLivingServer(cluster.data);
      if (!mayAnswerSoon) return false;
      await pause(100);
    }
  }
}

/** The port of the server that already runs on the cluster, after our process was killed or in another process. */
async function runningPort(cluster: Cluster): Promise<number | undefined> {
  const postmaster = await readPostmaster(cluster.data);
  if (postmaster === undefined) return undefined;
  return (await isOurs(cluster, postmaster.port)) ? postmaster.port : undefined;
}

interface Programs {
  readonly binaries: Binaries;
  readonly user: RunAs;
}

/** Starts the server by pg_ctl, which puts it into a session of its own, so that Ctrl-C reaches only our process. */
async function startServer(cluster: Cluster, { binaries, user }: Programs, log: Log): Promise<number> {
  await clearForeignPostmaster(cluster.data);
  await rename(cluster.logFile, `${cluster.logFile}.old`).catch(() => undefined);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const settings = { listen_addresses: host, port, unix_socket_directories: '', max_connections: 200 };
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
    const args = [
      'start',
      '-w',
      '-t',
      String(startSeconds),
      '-s',
      '-D',
      cluster.data,
      '-l',
      cluster.logFile,
      '-o',
      options.join(' '),
    ];
    try {
      await run(binaries.pg_ctl, args, { ...user, cwd: cluster.home });
      return port;
    } catch (cause) {
      const other = await runningPort(cluster);
      if (other !== undefined) return other;
      // The port was taken between asking for it and using it, or the server was just being stopped.
      if (attempt === startAttempts) {
        const reasons = await readFile(cluster.logFile, 'utf8').catch(() => 'nothing');
        throw new Error(`PostgreSQL did not start. ${cluster.logFile} says:\n${reasons.slice(-1000)}`, { cause });
      }
      log.warn({ attempt, port }, 'PostgreSQL did not start; trying again');
      await pause(attempt * 100);
    }
  }
}

/** Connection string of the server that runs in a folder, for a look beside whoever holds it; undefined where none runs. */
export async function runningEmbeddedServer(folder: string): Promise<string | undefined> {
  if ((await stat(join(folder, 'cluster')).catch(() => undefined)) === undefined) return undefined;
  const cluster = await openCluster(folder, await findBinaries(), await unprivilegedUser());
  const port = await runningPort(cluster);
  return port === undefined ? undefined : urlOf(cluster, port, databaseName);
}

/**
 * Starts the PostgreSQL server that lives in a folder, making it at first. A server that a killed process left running
 * is taken over. Throws where another living process uses the folder.
 */
export async function startEmbeddedServer({ folder, log }: { folder: string; log: Log }): Promise<EmbeddedServer> {
  const programs = { binaries: await findBinaries(), user: await unprivilegedUser() };
  const cluster = await openCluster(folder, programs.binaries, programs.user);
  for (let attempt = 1; ; attempt++) {
    try {
      return await takeServer(cluster, programs, log);
    } catch (err) {
      // Whoever had the folder was just stopping the server that we found running.
      if (err instanceof FolderInUse || attempt === startAttempts) throw err;
      log.warn({ attempt, err }, 'PostgreSQL went away while it was taken over; trying again');
      await pause(attempt * 200);
    }
  }
}

async function takeServer(cluster: Cluster, programs: Programs, log: Log): Promise<EmbeddedServer> {
  const running = await runningPort(cluster);
  const port = running ?? (await startServer(cluster, programs, log));
  const lock = await holdFolder({ url: urlOf(cluster, port, 'postgres'), folder: cluster.home, log });
  try {
    await createDatabase(urlOf(cluster, port, 'postgres'), databaseName);
  } catch (error) {
    // The next try needs it.
    lock.letGo();
    await lock.close().catch(() => undefined);
    throw error;
  }
  log.info({ folder: cluster.home, port, takenOver: running !== undefined }, 'PostgreSQL is running');
  return {
    url: urlOf(cluster, port, databaseName),
    stop: async () => {
      lock.letGo();
      await run(programs.binaries.pg_ctl, ['stop', '-w', '-s', '-D', cluster.data, '-m', 'fast'], {
        ...programs.user,
        cwd: cluster.home,
      });
      await lock.close();
    },
  };
}
