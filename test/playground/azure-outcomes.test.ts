import assert from 'node:assert/strict';
import type { AzureOutcome } from '../../playground/world/azure/types.ts';
import { type AzurePlace, azurePlace, types } from './azure-place.ts';
import { asJson, codeOf } from './open-world.ts';

describe('programmed outcomes in the local Azure', () => {
  let at: AzurePlace;
  let machine: string;
  beforeEach(async () => {
    at = await azurePlace();
    machine = at.made(types.machine)[0] ?? assert.fail();
  });
  afterEach(() => at.open.close());

  const program = (outcome: AzureOutcome | undefined): void => at.open.world.azure.program(machine, outcome);
  const links = (headers: Headers): readonly boolean[] =>
    ['azure-asyncoperation', 'location', 'retry-after'].map((name) => headers.has(name));

  for (const [kind, status] of [
    ['ok', 200],
    ['no-content', 204],
  ] as const) {
    it(`is done at once with ${status}`, async () => {
      program({ kind });

      const answer = await at.remove(machine);

      assert.deepEqual([answer.status, links(answer.headers)], [status, [false, false, false]]);
      assert.equal((await at.get(machine)).status, 404);
    });
  }

  it('follows by Location alone', async () => {
    program({ kind: 'location' });

    const begun = await at.remove(machine);
    const ended = await at.follow(begun);

    assert.deepEqual([begun.status, links(begun.headers)], [202, [false, true, true]]);
    assert.equal(ended.status, 204);
    assert.equal((await at.get(machine)).status, 404);
  });

  it('names no link, and is done all the same', async () => {
    program({ kind: 'bare' });

    const begun = await at.remove(machine);
    await at.until(machine, 404);

    assert.deepEqual([begun.status, links(begun.headers)], [202, [false, false, true]]);
  });

  for (const [outcome, status, code] of [
    [{ kind: 'failed', code: 'InUseSubnet', message: 'busy' }, 'Failed', 'InUseSubnet'],
    [{ kind: 'canceled' }, 'Canceled', 'OperationPreempted'],
  ] as const) {
    it(`ends as ${status}, and the resource stays`, async () => {
      program(outcome);

      const ended = await at.follow(await at.remove(machine));

      assert.deepEqual([ended.status, ended.body.status, codeOf(ended)], [200, status, code]);
      assert.equal((await at.get(machine)).status, 200);
    });
  }

  it('never ends', async () => {
    program({ kind: 'never-ending' });
    const [, other] = at.made(types.machine);

    const begun = await at.remove(machine);
    await at.follow(await at.remove(other ?? ''));
    const still = await at.get(begun.headers.get('azure-asyncoperation') ?? '');

    assert.equal(still.body.status, 'InProgress');
    assert.ok(at.view().resources.some((r) => r.deleting));
  });

  it('forgets its operation, though the resource goes', async () => {
    program({ kind: 'poll-404' });

    const begun = await at.remove(machine);
    const polled = await at.get(begun.headers.get('azure-asyncoperation') ?? '');
    await at.until(machine, 404);

    assert.equal(polled.status, 404);
  });

  it('reports success while the resource stays, or goes later', async () => {
    program({ kind: 'stays' });
    const stayed = await at.follow(await at.remove(machine));
    const there = await at.get(machine);
    program({ kind: 'lingers', ms: 30 });
    const lingering = await at.follow(await at.remove(machine));
    await at.until(machine, 404);

    assert.deepEqual([stayed.body.status, there.status, lingering.body.status], ['Succeeded', 200, 'Succeeded']);
  });

  it('names a host that is not Azure’s', async () => {
    program({ kind: 'foreign-host', host: 'https://evil.example' });

    const begun = await at.remove(machine);

    assert.match(begun.headers.get('azure-asyncoperation') ?? '', /^https:\/\/evil\.example\//);
    assert.match(begun.headers.get('location') ?? '', /^https:\/\/evil\.example\//);
  });

  for (const [outcome, status, code] of [
    [{ kind: 'locked' }, 409, 'ScopeLocked'],
    [{ kind: 'forbidden' }, 403, 'AuthorizationFailed'],
    [{ kind: 'denied' }, 403, 'DenyAssignmentAuthorizationFailed'],
    [{ kind: 'policy' }, 403, 'RequestDisallowedByPolicy'],
  ] as const) {
    it(`refuses with ${code}, until it is told otherwise`, async () => {
      program(outcome);
      const refused = [await at.remove(machine), await at.remove(machine)];
      program(undefined);
      const begun = await at.remove(machine);

      assert.deepEqual(
        refused.map((r) => [r.status, codeOf(r)]),
        [
          [status, code],
          [status, code],
        ],
      );
      assert.equal(begun.status, 202);
    });
  }

  it('writes an error’s keys in capitals', async () => {
    program({ kind: 'capitalised' });

    const refused = await at.remove(machine);

    assert.equal(refused.status, 409);
    assert.deepEqual(Object.keys(asJson(refused.body.Error)), ['Code', 'Message']);
  });

  it('refuses for as often as it is told to: throttled, then broken', async () => {
    program({ kind: 'throttled', times: 2, retryAfter: 7, code: 'RetryableErrorDueToAnotherOperation' });
    const throttled = [await at.remove(machine), await at.remove(machine)];
    program({ kind: 'server-error', status: 502 });
    const broken = await at.remove(machine);
    const begun = await at.remove(machine);

    assert.deepEqual(
      throttled.map((r) => [r.status, codeOf(r), r.headers.get('retry-after')]),
      Array.from({ length: 2 }, () => [429, 'RetryableErrorDueToAnotherOperation', '7']),
    );
    assert.deepEqual([broken.status, begun.status], [502, 202]);
  });

  it('is in use until another is gone', async () => {
    const [, other = ''] = at.made(types.machine);
    program({ kind: 'in-use', until: other.toUpperCase() });
    const refused = await at.remove(machine);
    await at.follow(await at.remove(other));
    const begun = await at.remove(machine);

    assert.deepEqual([refused.status, codeOf(refused), begun.status], [409, 'InUseSubnetCannotBeDeleted', 202]);
  });

  it('fails a stop, too, and leaves the machine running', async () => {
    at.open.world.azure.program(machine, { kind: 'failed' }, 'stop');

    const ended = await at.follow(await at.send('POST', `${machine}/deallocate`));

    assert.equal(ended.body.status, 'Failed');
    assert.ok(
      at
        .view()
        .resources.filter((r) => r.mines)
        .every((r) => r.power === 'running'),
    );
  });
});
