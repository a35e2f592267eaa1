import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type PackProfile, packProfiles } from '../../src/domain/pack.ts';
import { leftOut, packFields } from '../../src/domain/redaction.ts';
import { createRedactor } from '../../src/pack/redact.ts';
import { told } from '../support/pack-source.ts';
import { ada, homeTenant, rosa } from '../support/people.ts';
import { subscription } from '../support/samples.ts';
import { packed } from './packed.ts';

/** What must be nowhere in a pack of that profile, not even in a file that nobody reads. */
const secrets: Readonly<Record<PackProfile, readonly string[]>> = {
  full: [],
  customer: [
    told.note,
    told.reason,
    told.ours,
    told.question,
    ada.name,
    rosa.name,
    ada.objectId,
    homeTenant,
    'reseller',
  ],
  microsoft: [told.note, told.contact, told.body, told.thief, told.ours, 'Anna Verdi'],
  insurer: [
    told.note,
    told.contact,
    told.body,
    told.thief,
    told.ours,
    told.machine,
    told.address,
    told.question,
    'Anna Verdi',
    'rg-render',
    'database-01',
    'do-not-touch',
    subscription,
    homeTenant,
    ada.objectId,
    'pool.example',
    'xmrig',
  ],
};

/** What a reader of that profile does need. */
const needed: Readonly<Record<PackProfile, readonly string[]>> = {
  full: [told.note, told.reason, told.ours, told.contact, told.thief, told.machine, told.question],
  customer: [told.machine, told.thief, told.address, told.body, subscription],
  microsoft: [told.machine, told.address, told.reason, told.question, subscription, ada.objectId],
  insurer: [told.reason, ada.name, 'Northwind Traders', '612.4', 'Standard_NC24ads_A100_v4'],
};

describe('what a pack leaves out', () => {
  for (const profile of packProfiles) {
    it(`is in no file of a pack for ${profile}, in either language, and the rest is there`, async () => {
      for (const language of ['en', 'it'] as const) {
        const files = await packed({ profile, language });
        const all = [...files.entries()].map(([name, text]) => [name, text.toLowerCase()] as const);

        for (const secret of secrets[profile])
          for (const [name, text] of all) assert.ok(!text.includes(secret.toLowerCase()), `${name} tells ${secret}`);
        for (const text of needed[profile])
          assert.ok(
            all.some(([, file]) => file.includes(text.toLowerCase())),
            `${text} is nowhere`,
          );
      }
    });

    it(`is said in the report and the manifest for ${profile}`, async () => {
      const files = await packed({ profile });

      const manifest = JSON.parse(files.get('manifest.json') ?? '');
      assert.deepEqual(manifest.leftOut, leftOut(profile));
      assert.equal(leftOut(profile).length === 0, profile === 'full');
      const report = files.get('report.html') ?? '';
      assert.match(
        report,
        profile === 'full' ? /Nothing: this is the complete version/ : /What this version leaves out/,
      );
    });
  }

  it('names no field that no profile leaves out', () => {
    const used = new Set(packProfiles.flatMap((profile) => leftOut(profile).map(({ field }) => field)));

    assert.deepEqual(
      packFields.filter((field) => !used.has(field)),
      [],
    );
  });

  it('does not tell the customer that an account was the partner’s own', async () => {
    const files = await packed({ profile: 'customer' });

    const creators: readonly { kind: string }[] = JSON.parse(files.get('case.json') ?? '').investigation.timeline
      .creators;
    assert.deepEqual(
      creators.map(({ kind }) => kind),
      ['person', 'foreign'],
    );
    assert.doesNotMatch(files.get('report.html') ?? '', /An account of the partner/);
  });

  it('stays the same mark for the same resource, however it is spelt', () => {
    const { outside } = createRedactor('insurer', { creators: [], partnerTenantId: homeTenant });
    const id = `/subscriptions/${subscription}/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/VM1`;

    const marks = [id, id.toLowerCase()].map((one) => outside(one));

    assert.match(String(marks[0]), /^#[0-9a-f]{12}$/);
    assert.equal(marks[0], marks[1]);
    assert.notEqual(outside(`${id}2`), marks[0]);
  });

  it('finds addresses and ids inside any text, and leaves times and sums alone', () => {
    const { outside } = createRedactor('insurer', { creators: [], partnerTenantId: homeTenant });
    const text = `at 2026-03-02T10:42:07.123Z ${subscription} cost 1,234.56 from 203.0.113.9 and 2001:db8::17 by a.b@c.example`;

    const shown = String(outside(text));

    assert.match(
      shown,
      /^at 2026-03-02T10:42:07\.123Z #[0-9a-f]{12} cost 1,234\.56 from \[withheld\] and \[withheld\] by \[withheld\]$/,
    );
  });

  it('keeps the shape of whatever it is given, and takes no time over hostile text', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom('@', '.', ':', '/subscriptions/', 'a@', '0:', '1.').map((piece) => piece.repeat(20_000)),
    );
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        hostile,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('note', 'name', 'by', 'checks', 'x', '__proto__', 'constructor'), tie('value'), {
          maxKeys: 4,
        }),
      ),
    })).value;
    fc.assert(
      fc.property(json, fc.constantFrom(...packProfiles), (value, profile) => {
        const { ours, outside } = createRedactor(profile, { creators: [], partnerTenantId: homeTenant });

        assert.equal(typeof ours(value), typeof value);
        assert.equal(Array.isArray(ours(value)), Array.isArray(value));
        assert.equal(typeof outside(value), typeof value);
      }),
      { numRuns: 200 },
    );
  });
});
