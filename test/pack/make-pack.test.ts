import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { parseCsv } from '../../scripts/lib/parse-csv.ts';
import { replay } from '../../src/domain/apply.ts';
import type { CaseEvent } from '../../src/domain/events.ts';
import { verifyChain } from '../../src/domain/journal.ts';
import { packProfiles } from '../../src/domain/pack.ts';
import { languages } from '../../src/domain/partner.ts';
import type { PackSource } from '../../src/workflow/asking-ports.ts';
import { machineOf, packSource } from '../support/pack-source.ts';
import { ada } from '../support/people.ts';
import { makePack, packed, zipOf } from './packed.ts';

const byAda = { kind: 'person', person: ada } as const;
const until = '2026-05-30T08:00:00.000Z';

describe('an evidence pack', () => {
  it('holds the report, the data, and a manifest with the hash of every other file', async () => {
    const files = await packed();

    assert.deepEqual([...files.keys()].toSorted(), [
      'activity-log.csv',
      'activity-log.json',
      'alerts.json',
      'case.json',
      'costs.csv',
      'journal.csv',
      'manifest.json',
      'messages.json',
      'plans.json',
      'report.html',
      'resources-after.csv',
      'resources-after.json',
      'resources-before.json',
      'runs.json',
    ]);
    const manifest = JSON.parse(files.get('manifest.json') ?? '');
    const { head, journal } = packSource();
    assert.deepEqual(manifest.journal, { head, entries: journal.length });
    assert.equal(manifest.asOf, journal.at(-1)?.at);
    assert.equal(manifest.files.length, files.size - 1);
    for (const { name, bytes, sha256 } of manifest.files) {
      const content = Buffer.from(files.get(name) ?? '');
      assert.equal(content.length, bytes, name);
      assert.equal(createHash('sha256').update(content).digest('hex'), sha256, name);
    }
  });

  it('says of an answer given as before which one it repeats, and until when one is remembered', async () => {
    const seen = {
      poolDomains: ['pool.example'],
      poolAddresses: [],
      vmAddresses: [],
      named: [],
      resources: [],
      regions: [],
      creators: [],
      unread: [],
    };
    const sameAs = { caseId: `case_${'9'.repeat(32)}`, number: 9, by: ada, at: until, until } as const;
    const legitimate = { type: 'decided', verdict: 'legitimate', reason: 'Theirs', skipped: [] } as const;
    const report = async (decided: CaseEvent) =>
      (
        await packed({
          more: [
            [byAda, { type: 'reopened', reason: 'Theirs' }],
            [byAda, decided],
          ],
        })
      ).get('report.html');

    const repeated = await report({ ...legitimate, sameAs });
    const remembered = await report({ ...legitimate, remember: { until, seen } });

    assert.match(repeated ?? '', /as in case 9, confirmed by Ada Okoro on .*2026/);
    assert.match(repeated ?? '', /confirmed it again as in case 9: legitimate\. Theirs/);
    assert.match(remembered ?? '', /remembered until .*2026/);
  });

  for (const profile of packProfiles)
    for (const language of languages)
      it(`for ${profile} in ${language} has the same bytes whenever it is made, and however slowly its source is read`, async () => {
        const source = packSource({ profile, language });
        const slow: PackSource = {
          ...source,
          resources: async function* () {
            for await (const one of source.resources()) {
              await pause(1);
              yield one;
            }
          },
        };

        const [first, second] = [await zipOf(source), await zipOf(slow)];

        assert.equal(Buffer.compare(first, second), 0);
      });

  it('is the same in every time zone', async () => {
    const zone = process.env['TZ'];
    const made: Uint8Array[] = [];
    try {
      for (const each of ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
        process.env['TZ'] = each;
        made.push(await zipOf(packSource()));
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }

    assert.ok(made.every((one) => Buffer.compare(one, made[0] ?? Buffer.alloc(0)) === 0));
  });

  it('comes in parts of about 256 KB, and reads much as it goes', async () => {
    let read = 0;
    const source: PackSource = {
      ...packSource(),
      resources: async function* () {
        for (let i = 0; i < 6000; i++) {
          read++;
          const one = machineOf(i);
          yield {
            ...one,
            resource: {
              ...one.resource,
              texts: [
                Array.from({ length: 4 }, (_, j) => createHash('sha512').update(`${i} ${j}`).digest('hex')).join(''),
              ],
            },
          };
        }
      },
    };
    const sizes: number[] = [];
    let readAtFirst = 0;

    for await (const part of makePack(source)) {
      if (sizes.push(part.length) === 1) readAtFirst = read;
    }

    assert.ok(sizes.length > 3, `${sizes.length} parts`);
    assert.ok(
      sizes.every((size) => size < 400_000),
      sizes.join(),
    );
    assert.ok(readAtFirst < 6000, `${readAtFirst} read before the first part`);
  });

  it('keeps a journal.csv from which alone the chain verifies', async () => {
    const files = await packed();
    const source = packSource();

    const [, ...rows] = parseCsv(files.get('journal.csv') ?? '');
    const entries = rows.map((cells, i) => ({
      caseId: source.case.id,
      seq: Number(cells[0]),
      at: cells[1] ?? '',
      actor: JSON.parse(cells[5] ?? ''),
      event: JSON.parse(cells[6] ?? ''),
      previousHash: cells[7] ?? '',
      hash: cells[8] ?? '',
      row: i,
    }));

    assert.equal(verifyChain(entries, source.head, source.journal.length), undefined);
  });

  it('makes no spreadsheet work out what somebody wrote, in any CSV file', async () => {
    const evil = ['=HYPERLINK("http://evil.example","x")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', "'=1"];
    const base = packSource();
    const source: PackSource = {
      ...base,
      journal: base.journal.map((entry, i) => ({
        ...entry,
        actor: { kind: 'person', person: { ...ada, name: evil[i % evil.length] ?? '' } },
      })),
      resources: async function* () {
        for (const name of evil) yield { ...machineOf(1), resource: { ...machineOf(1).resource, name, size: name } };
      },
      evidence: async function* (kinds) {
        if (!kinds.includes('activity-log')) return;
        const content = evil.map((caller, i) => ({ caller, eventDataId: `${i}`, resourceId: caller }));
        yield {
          planId: `plan_${'0'.repeat(32)}`,
          kind: 'activity-log',
          name: '1',
          keptAt: base.journal[0]?.at ?? '',
          content,
        };
      },
    };
    const files = unzipSync(await zipOf(source));

    const cells = ['journal.csv', 'resources-after.csv', 'activity-log.csv'].flatMap((name) =>
      parseCsv(Buffer.from(files[name] ?? []).toString('utf8')).flat(),
    );
    assert.ok(
      evil.every((text) => cells.includes(`'${text}`)),
      'the texts are there, guarded',
    );
    assert.deepEqual(
      cells.filter((cell) => /^[=+\-@\t\r]/.test(cell)),
      [],
    );
  });

  it('names an entry of the activity log once, though two plans kept it', async () => {
    const base = packSource();
    const twice: PackSource = {
      ...base,
      evidence: async function* (kinds) {
        yield* base.evidence(kinds);
        yield* base.evidence(kinds);
      },
    };
    const files = unzipSync(await zipOf(twice));

    assert.equal(parseCsv(Buffer.from(files['activity-log.csv'] ?? []).toString('utf8')).length, 3);
  });

  it('says of what it has nothing, for a case that just began', async () => {
    const base = packSource();
    const journal = base.journal.slice(0, 1);
    const c = replay(journal);
    assert.ok(c);
    const { summary: _, ...rest } = base;
    const bare: PackSource = {
      ...rest,
      case: c,
      journal,
      head: journal[0]?.hash ?? '',
      facts: {},
      names: {},
      plans: [],
      runs: [],
      rawAlerts: [],
      resources: async function* () {},
      evidence: async function* () {},
    };
    for (const profile of packProfiles) {
      const files = unzipSync(await zipOf({ ...bare, wish: { ...bare.wish, profile } }));

      assert.match(Buffer.from(files['report.html'] ?? []).toString('utf8'), /Nobody has read the subscription/);
    }
  });

  it('keeps text that is no good Unicode, and control characters, from breaking it', async () => {
    const files = await packed({ more: [[byAda, { type: 'noted', text: 'half \ud83d \u202e reversed \u0007 <b>' }]] });

    const report = files.get('report.html') ?? '';
    assert.doesNotMatch(report, /\p{Cf}|(?!\n)\p{Cc}|<b>(?!\+)/u);
    assert.match(report, /reversed {2}&lt;b&gt;/);
    assert.match(files.get('case.json') ?? '', /half \\ud83d/);
  });
});
