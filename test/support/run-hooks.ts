import assert from 'node:assert/strict';
import { flushCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { shareTemplate } from './database.ts';
import { endServer, shareServer } from './postgres.ts';

/** Of what a file of tests starts, that which would keep a process from ending. */
const mustBeGone = ['TCPServerWrap', 'ProcessWrap'];
/** What was just told to end may take so long. */
const patienceMs = 60_000;

/** Mocha's hooks for the whole run (.mocharc.json requires this file). Files that run side by side share one server. */
export async function mochaGlobalSetup(): Promise<void> {
  // Coverage of compiled code that was kept is less exact.
  if (process.env['NODE_V8_COVERAGE'] === undefined)
    process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'mining-watch-test-compiled');
  if (!process.argv.includes('--parallel')) return;
  await shareServer();
  await shareTemplate();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await endServer();
}

export const mochaHooks = {
  /** Side by side, mocha ends its processes itself: nobody would notice what goes on after the tests. */
  async afterAll(): Promise<void> {
    const left = () => process.getActiveResourcesInfo().filter((name) => mustBeGone.includes(name));
    const began = Date.now();
    while (left().length > 0 && Date.now() - began < patienceMs) await pause(15);
    // Here, and not when a process of the product ends first: how long that takes is measured.
    flushCompileCache();
    assert.deepEqual(left(), [], 'these tests left a server or a process running');
  },
};
