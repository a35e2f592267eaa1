import assert from 'node:assert/strict';
import { type ChildProcess, execFile, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { unprivilegedUser } from '../../src/db/embedded/run-as.ts';
import { startEmbeddedServer } from '../../src/db/embedded-server.ts';
import { quietLog } from '../support/quiet-log.ts';

const script = fileURLToPath(new URL('embedded-process.ts', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly url?: string;
  readonly error?: string;
}

async function query<T>(url: string, text: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function sessionOf(pid: number | undefined): string {
  return execFileSync('ps', ['-o', 'sess=,pgid=', '-p', String(pid)]).toString();
}

const copy = promisify(execFile);

describe('the embedded server', () => {
  let folder = '';
  /** With a server that was made and stopped: making one takes longest of all. */
  let made = '';
  const children = new Set<ChildProcess>();

  /** Starts the server from a process of its own, in a process group of its own. */
  function launch(): ChildProcess {
    const child = fork(script, [folder], { detached: true });
    children.add(child);
    return child;
  }

  async function start(): Promise<Started> {
    const child = launch();
    const [message] = await once(child, 'message');
    return { child, ...message };
  }

  async function up(): Promise<{ child: ChildProcess; url: string }> {
    const { child, url, error } = await start();
    if (url === undefined) throw new Error(error);
    return { child, url };
  }

  async function stop(child: ChildProcess): Promise<void> {
    children.delete(child);
    child.send('stop');
    await once(child, 'exit');
  }

  async function kill(child: ChildProcess): Promise<void> {
    children.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await gone;
  }

  const data = () => join(folder, 'cluster', 'data');

  async function postmasterPid(): Promise<number> {
    return Number((await readFile(join(data(), 'postmaster.pid'), 'utf8')).split('\n')[0]);
  }

  /** Processes that work in the data folder: those of its server. */
  async function serverProcesses(): Promise<number[]> {
    const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
    const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
    return pids.filter((_, i) => folders[i] === data());
  }

  /** Processes of PostgreSQL end by themselves once the first of them was killed. */
  function killed(pid: number): void {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  async function killServer(): Promise<void> {
    for (const pid of await serverProcesses()) killed(pid);
    while ((await serverProcesses()).length > 0) await pause(10);
  }

  async function emptyFolder(): Promise<string> {
    const empty = await mkdtemp(join(tmpdir(), 'mining-watch-embedded-'));
    await chmod(empty, 0o755);
    return empty;
  }

  /** Has the test begin with a server that ran before. */
  async function useMade(): Promise<void> {
    await copy('cp', ['-a', join(made, 'cluster'), folder]);
  }

  before(async () => {
    made = await emptyFolder();
    await (await startEmbeddedServer({ folder: made, log: quietLog })).stop();
  });
  after(() => rm(made, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = await emptyFolder();
  });

  afterEach(async () => {
    for (const child of children) await kill(child);
    children.clear();
    await killServer();
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps what was stored over restarts, and leaves nothing running when it is stopped', async () => {
    const first = await up();
    await query(first.url, 'create table kept as select 42 as answer');
    await stop(first.child);
    assert.deepEqual(await serverProcesses(), []);

    const second = await up();

    assert.deepEqual(await query(second.url, 'select answer from kept'), [{ answer: 42 }]);
    assert.notEqual(first.child.pid, second.child.pid);
    await stop(second.child);
    assert.deepEqual(await serverProcesses(), []);
  });

  it('stops although somebody is still connected', async () => {
    await useMade();
    const server = await startEmbeddedServer({ folder, log: quietLog });
    const client = new Client({ connectionString: server.url });
    client.on('error', () => undefined);
    await client.connect();

    await server.stop();

    assert.deepEqual(await serverProcesses(), []);
  });

  it('keeps its password to itself and opens to nobody without it', async () => {
    await useMade();
    const { url, child } = await up();
    const wrong = new URL(url);
    wrong.password = 'guess';

    assert.equal((await stat(join(folder, 'cluster', 'password'))).mode & 0o777, 0o600);
    await assert.rejects(query(wrong.href, 'select 1'), /password authentication failed/);
    assert.deepEqual(await query(url, 'show listen_addresses'), [{ listen_addresses: '127.0.0.1' }]);
    assert.deepEqual(await query(url, 'show unix_socket_directories'), [{ unix_socket_directories: '' }]);
    await stop(child);
  });

  it('outlives a process that is killed, and the next one takes it over', async () => {
    await useMade();
    const first = await up();
    await query(first.url, 'create table kept as select 42 as answer');
    const pid = await postmasterPid();

    await kill(first.child);
    const second = await up();

    assert.equal(await postmasterPid(), pid);
    assert.equal(second.url, first.url);
    assert.deepEqual(await query(second.url, 'select answer from kept'), [{ answer: 42 }]);
    await stop(second.child);
    assert.deepEqual(await serverProcesses(), []);
  });

  it('is not in the session of our process, so that Ctrl-C reaches us alone', async () => {
    await useMade();
    const { child } = await up();
    assert.notEqual(sessionOf(await postmasterPid()), sessionOf(child.pid));
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await once(child, 'exit');
    children.delete(child);

    assert.ok((await serverProcesses()).length > 0);
  });

  it('is started anew when it was killed too, with all that was stored', async () => {
    await useMade();
    const first = await up();
    await query(first.url, 'create table kept as select 42 as answer');
    await kill(first.child);
    await killServer();
    assert.ok((await postmasterPid()) > 0, 'the file of the killed server is still there');

    const second = await up();

    assert.deepEqual(await query(second.url, 'select answer from kept'), [{ answer: 42 }]);
    await stop(second.child);
  });

  it('is started although the number of the killed server belongs to another program by now', async () => {
    await useMade();
    const first = await up();
    await kill(first.child);
    await killServer();
    const other = spawn('sleep', ['600'], await unprivilegedUser());
    await once(other, 'spawn');
    const file = join(data(), 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, [other.pid, ...lines.slice(1)].join('\n'));

    const second = await up();

    assert.notEqual(await postmasterPid(), other.pid);
    await stop(second.child);
    other.kill();
  });

  it('refuses a folder that another living process uses, and says so', async () => {
    await useMade();
    const first = await up();

    const second = await start();

    assert.match(second.error ?? '', /is in use by another Mining Watch process\. Stop that one/);
    assert.ok(second.error?.includes(folder));
    assert.deepEqual(await query(first.url, 'select 1 as alive'), [{ alive: 1 }]);
    await stop(first.child);
    const third = await up();
    await stop(third.child);
  });

  it('is made once when two processes start at the same time in an empty folder', async () => {
    const both = await Promise.all([start(), start()]);

    const won = both.filter(({ url }) => url !== undefined);
    const lost = both.filter(({ error }) => error?.includes('in use'));
    assert.equal(won.length, 1, both.map(({ error }) => error).join('\n'));
    assert.equal(lost.length, 1);
    assert.deepEqual(await readdir(folder).then((names) => names.filter((name) => name.startsWith('unfinished'))), []);
    const [winner] = won;
    if (winner !== undefined) await stop(winner.child);
  });

  it('is made anew when its making was killed at any moment', async () => {
    for (const after of ['', 'data', join('data', 'PG_VERSION'), join('data', 'base', '1')]) {
      const child = launch();
      const begun = async (): Promise<boolean> => {
        const names = (await readdir(folder)).filter((name) => name.startsWith('unfinished'));
        const seen = await Promise.all(names.map((name) => stat(join(folder, name, after)).catch(() => undefined)));
        return seen.some((each) => each !== undefined);
      };
      while (!(await begun())) await pause(1);
      await kill(child);
      assert.ok(!(await readdir(folder)).includes('cluster'), 'there is no half cluster');
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
    }
    const unfinished = join(folder, 'unfinished-old');
    await mkdir(join(unfinished, 'data'), { recursive: true });
    execFileSync('touch', ['-d', '2020-01-01', unfinished]);

    const { url, child } = await up();

    assert.deepEqual(await query(url, 'select 1 as alive'), [{ alive: 1 }]);
    assert.deepEqual(await readdir(folder).then((names) => names.filter((name) => name.startsWith('unfinished'))), []);
    await stop(child);
  });

  it('says which folder is closed to the user that it runs as', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });

    const attempt = startEmbeddedServer({ folder: join(closed, 'data'), log: quietLog });

    await assert.rejects(attempt, (error: unknown) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, /runs as the user postgres, who may not enter/);
      assert.ok(error.message.includes(`chmod o+x ${closed}`));
      return true;
    });
  });

  it('gives the folder free again where it could not be made ready, so that the next try has it', async () => {
    await useMade();
    const first = await up();
    const client = new Client({ connectionString: first.url.replace(/mining_watch$/, 'postgres') });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('drop database mining_watch');
    await client.query('alter role mining_watch set default_transaction_read_only = on');
    await kill(first.child);
    const warnings: string[] = [];
    const warn = (_: object, message: string): void => {
      warnings.push(message);
      void client.query('alter role mining_watch reset default_transaction_read_only');
    };

    const server = await startEmbeddedServer({ folder, log: { ...quietLog, warn } });

    assert.deepEqual(warnings, ['PostgreSQL went away while it was taken over; trying again']);
    assert.deepEqual(await query(server.url, 'select 1 as alive'), [{ alive: 1 }]);
    await client.end();
    await server.stop();
  });

  it('takes its lock again when the connection that holds it breaks', async () => {
    await useMade();
    const server = await startEmbeddedServer({ folder, log: quietLog });
    const locks = () =>
      query<{ pid: number }>(
        server.url,
        `select pid from pg_locks join pg_database d on d.oid = database
        where locktype = 'advisory' and d.datname = 'postgres'`,
      );
    const [before] = await locks();

    await query(server.url, `select pg_terminate_backend(${before?.pid})`);
    let after = await locks();
    while (after.length === 0) {
      await pause(10);
      after = await locks();
    }

    assert.notEqual(after[0]?.pid, before?.pid);
    await server.stop();
  });
});
