import assert from 'node:assert/strict';
import { resourceKey } from '../../src/domain/azure-resource.ts';
import { investigate, namedIn } from '../../src/workflow/investigate.ts';
import { failing } from '../support/azure-of-memory.ts';
import { testDatabase } from '../support/database.ts';
import { type ResponseBench, responseBench } from '../support/response-bench.ts';
import { doneCase, everyJournalHolds } from '../support/workshop.ts';

describe('investigating', () => {
  const db = testDatabase();
  let b: ResponseBench;

  beforeEach(async () => {
    b = await responseBench(db);
  });
  afterEach(() => everyJournalHolds(db));

  const look = () => investigate(b.responding, b.caseId);
  const summary = () => b.responding.investigations.summary(b.caseId);
  const rows = () => b.responding.investigations.resources(b.caseId, { from: 0, count: 100 });

  /** An alert that names the machine. */
  async function named(id: string) {
    await b.receive(b.alert(1, { resources: [{ id, type: 'AzureResource' }] }));
  }

  it('keeps what was found with its time, and its figures on the case', async () => {
    const vm = b.azure.add('vm', undefined, { size: 'Standard_NC24ads_A100_v4' });
    b.azure.add('web');
    await named(vm.id.toUpperCase());

    await look();

    const { signs, spend } = await b.case();
    assert.equal((await summary())?.readAt, b.clock.iso());
    assert.deepEqual(
      (await rows()).map(({ resource, isNamed }) => [resource.name, isNamed]),
      [
        ['vm', true],
        ['web', false],
      ],
    );
    assert.equal(signs?.resources, 2);
    assert.equal(signs.burning, 1);
    assert.equal(signs.gaps, 0);
    assert.equal(signs.unreadable, undefined);
    assert.equal(spend, 'burning');
  });

  it('says stopped once nothing that is suspected runs', async () => {
    const vm = b.azure.add('vm', undefined, { power: 'deallocated', size: 'Standard_NC24ads_A100_v4' });
    await named(vm.id);

    await look();

    assert.equal((await b.case()).spend, 'stopped');
  });

  it('names what could not be read, the audit records too, and goes on', async () => {
    b.azure.add('vm');
    b.azure.also = { gaps: [{ what: 'cost', why: 'not-ready' }] };
    b.azure.on.creation = failing('unauthorized');

    await look();

    assert.deepEqual((await summary())?.gaps, [
      { what: 'cost', why: 'not-ready' },
      { what: 'audit', why: 'forbidden' },
    ]);
    assert.equal((await b.case()).signs?.gaps, 2);
  });

  it('tells who created the subscription', async () => {
    b.azure.on.creation = () => ({ at: b.clock.iso(), by: 'mallory@partner.example', operation: 'create' });

    await look();

    assert.equal((await summary())?.timeline.subscriptionCreation?.by, 'mallory@partner.example');
  });

  it('keeps what was known where nothing can be read, says that, and does not say stopped', async () => {
    const vm = b.azure.add('vm', undefined, { size: 'Standard_NC24ads_A100_v4' });
    await named(vm.id);
    await look();
    const [known, found] = [await summary(), await rows()];
    b.azure.on.read = failing('unreachable');
    b.clock.move(60_000);

    await look();

    const { signs, spend } = await b.case();
    assert.equal(signs?.unreadable, true);
    assert.equal(signs.readAt, b.clock.iso());
    assert.equal(spend, 'burning');
    assert.deepEqual([await summary(), await rows()], [known, found]);
  });

  it('says so on the inventory where nothing could ever be read', async () => {
    b.azure.on.read = failing('forbidden');

    await look();

    assert.deepEqual((await summary())?.gaps, [{ what: 'resources', why: 'forbidden' }]);
    assert.deepEqual(await rows(), []);
    assert.equal((await b.case()).spend, 'unknown');
  });

  it('passes on what is no answer of Azure, so that it is tried again', async () => {
    b.azure.on.read = () => {
      throw new TypeError('a mistake');
    };

    await assert.rejects(look(), TypeError);

    assert.equal((await b.case()).signs, undefined);
  });

  it('knows what an earlier case confirmed as legitimate', async () => {
    const vm = b.azure.add('vm', undefined, { size: 'Standard_NC24ads_A100_v4' });
    await named(vm.id);
    await look();
    const before = (await rows())[0]?.score ?? 0;
    await b.ask(b.people.ada, { type: 'reopen', reason: 'It is ours' }, { caseId: b.caseId });
    doneCase(
      await b.ask(b.people.ada, { type: 'decide', verdict: 'legitimate', reason: 'Ours' }, { caseId: b.caseId }),
    );
    await b.report(1, b.caseId);
    assert.equal((await b.case()).stage, 'closed');
    await b.receive(b.alert(2, { resources: [{ id: vm.id, type: 'AzureResource' }] }));
    const next = await b.openCase();

    await investigate(b.responding, next.id);

    const [found] = await b.responding.investigations.resources(next.id, { from: 0, count: 1 });
    assert.ok(found && found.score < before);
    assert.ok(found.findings.some(({ weight }) => weight < 0));
  });

  it('looks at resources of the case only, not at those that an alert names elsewhere', async () => {
    const vm = b.azure.add('vm');
    await named(vm.id);

    const keys = namedIn(await b.case());

    assert.deepEqual(keys, [resourceKey(vm.id)]);
  });

  it('does nothing for a case that is not there', async () => {
    await investigate(b.responding, `case_${'0'.repeat(32)}`);
  });
});
