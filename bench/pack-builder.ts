import { createHash } from 'node:crypto';
import { openDatabase } from '../src/db/database.ts';
import { createStore } from '../src/db/store.ts';
import { isId } from '../src/domain/ids.ts';
import { createPackMaker } from '../src/pack/make-pack.ts';
import { happened } from '../src/teams/view-journal.ts';
import { wordsFor } from '../src/teams/words.ts';
import { buildPack } from '../src/workflow/build-pack.ts';
import { quietLog } from '../test/support/quiet-log.ts';

// A process that builds one pack and tells what it took: run by pack.ts.
const { DATABASE_URL: url = '', PACK_ID: packId, CASE_ID: caseId } = process.env;
if (!isId('pack', packId) || !isId('case', caseId)) throw new TypeError('no pack is named');
const database = await openDatabase({ url, log: quietLog, poolSize: 2 });
const store = createStore(database);
const makePack = createPackMaker({ words: wordsFor, happened });
await store.packs.load(packId);

/** Most memory that this process has had, in MB. */
const peak = () => process.resourceUsage().maxRSS / 1024;

const idle = peak();
const began = performance.now();
const deps = { ...store, makePack, now: () => new Date(), log: quietLog };
await buildPack(deps, { caseId, packId }, { attempt: 1, lastAttempt: true });
const seconds = (performance.now() - began) / 1000;
const most = peak();

let bytes = 0;
const hash = createHash('sha256');
for await (const part of store.packs.read(packId)) {
  bytes += part.length;
  hash.update(part);
}
process.send?.({ seconds, idle, most, bytes, sha256: hash.digest('hex') });
await database.close();
