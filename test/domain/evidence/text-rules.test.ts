import { generatedName } from '../../../src/domain/evidence/generated-name.ts';
import { miningWord } from '../../../src/domain/evidence/mining-word.ts';
import { resource } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

const container = 'microsoft.containerinstance/containergroups/c1';
const word = (found: string) => ({ weight: 40, values: { word: found } });

describe('E14, a word of mining software', () => {
  examplesOf(miningWord, [
    { sentence: 'in an image', of: resource(container, { texts: ['docker.io/x/XMRig:latest'] }), found: word('xmrig') },
    {
      sentence: 'in a command',
      of: resource(container, { texts: ['./a -o stratum+tcp://198.51.100.20:3333'] }),
      found: word('stratum+tcp://'),
    },
    {
      sentence: 'in a switch',
      of: resource(container, { texts: ['run --donate-level=1'] }),
      found: word('--donate-level'),
    },
    { sentence: 'in a name', of: resource('vm/xmrig-01'), found: word('xmrig') },
    {
      sentence: 'in a pool’s name',
      of: resource(container, { texts: ['eu1.nanopool.org'] }),
      found: word('nanopool.org'),
    },
    {
      sentence: 'not within another word',
      of: resource('vm/axmrigs', { texts: ['determinerd', 'notnicehash1'] }),
      found: 'nothing',
    },
    {
      sentence: 'not in a text that has none',
      of: resource(container, { texts: ['nginx:1.27', '-'.repeat(100_000)] }),
      found: 'nothing',
    },
    {
      sentence: 'without details it is not known',
      reading: { gaps: [{ what: 'details', why: 'forbidden' }] },
      found: 'details',
    },
    {
      sentence: 'in a name it is seen without details',
      of: resource('vm/xmrig-01'),
      reading: { gaps: [{ what: 'details', why: 'forbidden' }] },
      found: word('xmrig'),
    },
  ]);
});

describe('E15, a generated name', () => {
  const named = (...names: readonly string[]) => ({ resources: names.map((name) => resource(`vm/${name}`)) });
  examplesOf(generatedName, [
    {
      sentence: 'five that differ in a number',
      reading: named('w-1', 'w-2', 'w-30', 'w-4', 'w-5'),
      found: { weight: 5, values: { count: 5, pattern: 'w-#' } },
    },
    {
      sentence: 'five with a random ending',
      of: resource('vm/node-a8f3k2'),
      reading: named('node-b7c1x9', 'node-0q1w2e', 'node-9z8y7x', 'node-m1n2b3'),
      found: { weight: 5, values: { count: 5, pattern: 'node-#' } },
    },
    { sentence: 'four are no series', reading: named('w-2', 'w-3', 'w-4'), found: 'nothing' },
    {
      sentence: 'tagged ones are somebody’s',
      of: resource('vm/w-1', { tags: { owner: 'ops' } }),
      reading: named('w-2', 'w-3', 'w-4', 'w-5', 'w-6'),
      found: 'nothing',
    },
    {
      sentence: 'names of words are no series',
      of: resource('vm/web'),
      reading: named('api', 'db', 'mail', 'files', 'build'),
      found: 'nothing',
    },
  ]);
});
