import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type ChainedEntry, canonicalJson, chain, firstHash, verifyChain } from '../../src/domain/journal.ts';
import { life, play } from '../support/arbitraries.ts';
import { jsonValue, plainKey } from '../support/json-arbitraries.ts';

interface Journal {
  readonly entries: readonly ChainedEntry[];
  readonly head: string;
}

/** The journal of some life of a case, in its chain. */
const journal: fc.Arbitrary<Journal> = life.map(({ opening, steps }) => {
  const entries = chain(play(opening, steps).entries, firstHash);
  return { entries, head: entries.at(-1)?.hash ?? firstHash };
});

/** A journal and one of its entries. */
const journalAndPlace = journal.chain((j) =>
  fc.record({ j: fc.constant(j), at: fc.nat({ max: j.entries.length - 1 }) }),
);

function faultOf({ entries, head }: Journal, changed: readonly ChainedEntry[]) {
  return verifyChain(changed, head, entries.length);
}

/** Paths to every leaf of a value, and to every object and list that has none. */
function leaves(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]));
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => Reflect.get(Object(part), key), value);
}

/** A copy in which `edit` has changed the object that holds the last key of the path. */
function edited<T>(value: T, path: readonly string[], edit: (holder: object, key: string) => void): T {
  const copy = structuredClone(value);
  edit(Object(at(copy, path.slice(0, -1))), path.at(-1) ?? '');
  return copy;
}

/** Another value of the same or of another type; never the same. */
function another(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? 'x' : value.slice(0, -1);
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return 'something else';
}

describe('the chain of a journal', () => {
  it('verifies as it was written', () => {
    fc.assert(fc.property(journal, (j) => assert.equal(faultOf(j, j.entries), undefined)));
  });

  it('verifies when it was written piece by piece', () => {
    fc.assert(
      fc.property(journalAndPlace, ({ j, at: cut }) => {
        const first = chain(j.entries.slice(0, cut), firstHash);
        const rest = chain(j.entries.slice(cut), first.at(-1)?.hash ?? firstHash);

        assert.deepEqual([...first, ...rest], j.entries);
      }),
    );
  });

  it('verifies after a trip through a store that keeps no order of keys', () => {
    fc.assert(
      fc.property(journal, (j) => {
        const stored: ChainedEntry[] = JSON.parse(JSON.stringify(j.entries), (_, value: unknown) => reversed(value));

        assert.equal(faultOf(j, stored), undefined);
      }),
    );
  });

  it('shows any field of any entry that was changed', () => {
    fc.assert(
      fc.property(journalAndPlace, fc.nat(), ({ j, at: place }, which) => {
        const paths = leaves(j.entries[place]);
        const path = paths[which % paths.length] ?? [];
        const entry = edited(j.entries[place], path, (holder, key) => {
          Reflect.set(holder, key, another(Reflect.get(holder, key)));
        });

        assert.ok(faultOf(j, j.entries.with(place, entry ?? never())), path.join('.'));
      }),
      { numRuns: 1000 },
    );
  });

  it('shows any field of any entry that was taken out', () => {
    fc.assert(
      fc.property(journalAndPlace, fc.nat(), ({ j, at: place }, which) => {
        const paths = leaves(j.entries[place]);
        const path = paths[which % paths.length] ?? [];
        const entry = edited(j.entries[place], path, (holder, key) => {
          if (Array.isArray(holder)) holder.splice(Number(key), 1);
          else Reflect.deleteProperty(holder, key);
        });

        assert.ok(faultOf(j, j.entries.with(place, entry ?? never())), path.join('.'));
      }),
      { numRuns: 1000 },
    );
  });

  it('shows any field that was put into an event or its author', () => {
    fc.assert(
      fc.property(journalAndPlace, fc.constantFrom('event', 'actor'), ({ j, at: place }, part) => {
        const entry = edited(j.entries[place], [part, 'added'], (holder, key) => void Reflect.set(holder, key, 1));

        assert.ok(faultOf(j, j.entries.with(place, entry ?? never())));
      }),
    );
  });

  it('shows two entries that changed places, also with their numbers', () => {
    fc.assert(
      fc.property(journalAndPlace, fc.nat(), ({ j, at: a }, other) => {
        const b = other % j.entries.length;
        const [one, two] = [j.entries[a] ?? never(), j.entries[b] ?? never()];
        fc.pre(a !== b);

        assert.ok(faultOf(j, j.entries.with(a, two).with(b, one)));
        assert.ok(faultOf(j, j.entries.with(a, { ...two, seq: one.seq }).with(b, { ...one, seq: two.seq })));
      }),
    );
  });

  it('shows an entry that was taken out, also when those after it were numbered anew', () => {
    fc.assert(
      fc.property(journalAndPlace, ({ j, at: place }) => {
        const without = j.entries.toSpliced(place, 1);

        assert.ok(faultOf(j, without));
        assert.ok(faultOf(j, numbered(without)));
      }),
    );
  });

  it('shows an entry that was put in, also when those after it were numbered anew', () => {
    fc.assert(
      fc.property(journalAndPlace, ({ j, at: place }) => {
        const doubled = j.entries.toSpliced(place, 0, j.entries[place] ?? never());

        assert.ok(faultOf(j, doubled));
        assert.ok(faultOf(j, numbered(doubled)));
      }),
    );
  });

  it('shows entries that were cut off at the end, by what the case row says of the end', () => {
    fc.assert(
      fc.property(journalAndPlace, ({ j, at: kept }) => {
        const fault = faultOf(j, j.entries.slice(0, kept));

        assert.deepEqual(fault, { seq: kept, what: 'end' });
      }),
    );
  });

  it('shows a journal that was edited and then chained anew, because the case row knows the true end', () => {
    fc.assert(
      fc.property(journalAndPlace, ({ j, at: place }) => {
        const backdated = j.entries.with(place, { ...(j.entries[place] ?? never()), at: '1999-01-01T00:00:00.000Z' });

        assert.deepEqual(faultOf(j, chain(backdated, firstHash)), { seq: j.entries.length, what: 'end' });
      }),
    );
  });

  it('says where the fault is and of what kind', () => {
    const { opening, steps } =
      fc.sample(
        life.filter((l) => play(l.opening, l.steps).entries.length >= 3),
        {
          numRuns: 1,
          seed: 3,
        },
      )[0] ?? never();
    const entries = chain(play(opening, steps).entries, firstHash).slice(0, 3);
    const [a = never(), b = never(), c = never()] = entries;
    const check = (changed: readonly ChainedEntry[]) => verifyChain(changed, c.hash, 3);

    assert.deepEqual(check([a, { ...b, at: 'x' }, c]), { seq: 2, what: 'content' });
    assert.deepEqual(check([a, { ...b, hash: firstHash }, c]), { seq: 2, what: 'content' });
    assert.deepEqual(check([a, { ...b, previousHash: firstHash }, c]), { seq: 2, what: 'link' });
    assert.deepEqual(check([a, c, b]), { seq: 2, what: 'order' });
    assert.deepEqual(check([a, b]), { seq: 2, what: 'end' });
    assert.deepEqual(verifyChain([], firstHash, 0), undefined);
    assert.deepEqual(verifyChain(entries, c.hash, 4), { seq: 3, what: 'end' });
  });
});

describe('canonical JSON', () => {
  it('is the same whatever the order of keys', () => {
    fc.assert(
      fc.property(jsonValue, (value) => assert.equal(canonicalJson(reversedDeep(value)), canonicalJson(value))),
    );
  });

  it('survives being stored as JSON and read again', () => {
    fc.assert(
      fc.property(
        fc.object({ withNullPrototype: false, key: plainKey, values: [jsonValue, fc.constant(undefined)] }),
        (value) => {
          const stored: unknown = JSON.parse(JSON.stringify(value));

          assert.equal(canonicalJson(stored), canonicalJson(value));
        },
      ),
    );
  });

  it('is JSON that means the same', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        const meant: unknown = JSON.parse(JSON.stringify(value));

        assert.deepEqual(JSON.parse(canonicalJson(value)), meant);
      }),
    );
  });

  it('tells apart values that differ', () => {
    fc.assert(
      fc.property(jsonValue, jsonValue, (a, b) => {
        const alike = canonicalJson(a) === canonicalJson(b);

        assert.equal(alike, isDeepEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))));
      }),
    );
  });

  it('leaves out what is undefined, as JSON does', () => {
    assert.equal(canonicalJson({ b: undefined, a: [undefined, 1] }), '{"a":[null,1]}');
  });
});

function never(): never {
  throw new Error('there is always one');
}

function numbered(entries: readonly ChainedEntry[]): readonly ChainedEntry[] {
  return entries.map((entry, index) => ({ ...entry, seq: index + 1 }));
}

function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toReversed());
}

function reversedDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, reversedDeep(part)]),
  );
}

function isDeepEqual(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}
