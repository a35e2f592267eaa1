import { readFile, stat } from 'node:fs/promises';
import { verifyPack } from './lib/verify-pack.ts';

/*
 * npm run verify -- pack.zip
 * Verifies an evidence pack without a network or a database. Exit code 0: it is as it was made; 1: something was changed, and it is
 * said what; 2: it cannot be told.
 */

const mostBytes = 512 * 1024 ** 2;

async function archiveAt(path: string | undefined): Promise<Uint8Array | string> {
  if (path === undefined) return 'Which pack? npm run verify -- pack.zip';
  try {
    const { size } = await stat(path);
    return size > mostBytes ? `It is larger than ${mostBytes} bytes, which no pack is.` : await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return `There is no file ${path}.`;
    return `It cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const archive = await archiveAt(process.argv[2]);
const verdict = typeof archive === 'string' ? ({ kind: 'refused', why: archive } as const) : verifyPack(archive);
switch (verdict.kind) {
  case 'refused':
    console.error(verdict.why);
    process.exitCode = 2;
    break;
  case 'changed':
    console.log(['CHANGED', ...verdict.faults.map((fault) => `- ${fault}`), '', ...verdict.told].join('\n'));
    process.exitCode = 1;
    break;
  case 'intact':
    console.log(
      ['INTACT: every file is as the manifest says, and the chain of the journal holds.', '', ...verdict.told].join(
        '\n',
      ),
    );
}
