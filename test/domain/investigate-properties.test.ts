import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { investigate, summarize } from '../../src/domain/investigate.ts';
import { ownersOf } from '../../src/domain/owners.ts';
import { preselected } from '../../src/domain/triage.ts';
import { anyContext, anyGap, anyReading } from '../support/investigation-arbitraries.ts';
import { said } from '../support/rule-table.ts';

const runs = { numRuns: 200 };

describe('an investigation of any reading', () => {
  it('never throws, and has each resource once', () => {
    fc.assert(
      fc.property(anyReading, anyContext, (reading, context) => {
        const { resources, timeline } = investigate(reading, context);

        const keys = resources.map(({ resource }) => resource.key);
        assert.deepEqual(keys.toSorted(), reading.resources.map(({ key }) => key).toSorted());
        for (const { creator } of timeline.entries)
          assert.ok(creator === undefined || timeline.creators.some(({ key }) => key === creator));
      }),
      runs,
    );
  });

  it('gives scores from 0 to 100, and levels by them', () => {
    fc.assert(
      fc.property(anyReading, anyContext, (reading, context) => {
        const { counts } = summarize(investigate(reading, context));
        for (const { score, level } of investigate(reading, context).resources) {
          assert.ok(score >= 0 && score <= 100);
          assert.equal(level, score >= 60 ? 'strong' : score >= 30 ? 'some' : score >= 10 ? 'weak' : 'none');
        }

        assert.equal(counts.strong + counts.some + counts.weak + counts.none, counts.all);
      }),
      runs,
    );
  });

  it('does not depend on the order of what was read', () => {
    fc.assert(
      fc.property(anyReading, anyContext, fc.infiniteStream(fc.nat()), (reading, context, dice) => {
        const shuffled = <T>(all: readonly T[]) =>
          all
            .map((one) => ({ one, at: dice.next().value ?? 0 }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ one }) => one);

        const other = investigate(
          {
            ...reading,
            resources: shuffled(reading.resources),
            events: shuffled(reading.events),
            costs: shuffled(reading.costs),
            defender: shuffled(reading.defender),
            locks: shuffled(reading.locks),
          },
          { ...context, named: shuffled(context.named), confirmed: shuffled(context.confirmed) },
        );

        assert.deepEqual(rounded(other), rounded(investigate(reading, context)));
      }),
      runs,
    );
  });

  it('takes a gap for no evidence: it finds nothing more with it, and what it finds no more is said to be unchecked', () => {
    fc.assert(
      fc.property(anyReading, anyContext, anyGap, (reading, context, gap) => {
        const before = investigate({ ...reading, gaps: [] }, context);
        const owners = ownersOf(new Map(reading.resources.map((one) => [one.key, one])));
        const inOwnership = new Set([...owners].flat());
        const after = new Map(
          investigate({ ...reading, gaps: [gap] }, context).resources.map((one) => [one.resource.key, one]),
        );

        for (const { resource, findings } of before.resources) {
          const now = after.get(resource.key);
          assert.ok(now);
          for (const finding of now.findings)
            assert.ok(
              findings.some(({ rule, weight }) => rule === finding.rule && weight >= finding.weight),
              `${finding.rule} was found with the gap only`,
            );
          // What counts for an owner is unchecked at what it manages.
          if (inOwnership.has(resource.key)) continue;
          for (const { rule } of findings)
            assert.ok(
              [...now.findings, ...now.unchecked].some((one) => one.rule === rule),
              `${rule} was lost`,
            );
        }
      }),
      runs,
    );
  });

  it('preselects strong signs only, and nothing locked or managed', () => {
    fc.assert(
      fc.property(anyReading, anyContext, (reading, context) => {
        const found = investigate(reading, context);
        const chosen = new Set(preselected(found));

        for (const { resource, level, locks, findings } of found.resources)
          if (chosen.has(resource.key)) {
            assert.equal(level, 'strong');
            assert.deepEqual(locks, []);
            assert.ok(!findings.some(({ rule }) => rule === 'N2' || rule === 'N4'));
          }
      }),
      runs,
    );
  });

  it('has a sentence for everything found, and money that makes sense', () => {
    fc.assert(
      fc.property(anyReading, anyContext, (reading, context) => {
        const { resources, money } = investigate(reading, context);

        for (const { findings } of resources)
          for (const finding of findings) for (const language of ['en', 'it']) assert.ok(said(language, finding));
        for (const range of [money.perHour, money.burnt, money.savedByStop, money.staysBilled])
          if (range)
            assert.ok(range.low >= 0 && range.low <= range.high && Number.isFinite(range.high), JSON.stringify(range));
        if (money.perHour && money.savedByStop) assert.ok(money.savedByStop.high <= money.perHour.high + 1e-6);
      }),
      runs,
    );
  });
});

/** Sums of the same figures in another order differ in their last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? Number(one.toPrecision(9)) : one)),
  );
}
