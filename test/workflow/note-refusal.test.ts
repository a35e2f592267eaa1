import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createPartnerAdmin } from '../../src/db/partner-admin.ts';
import { createRefusalNotes, type NoteRefusalDeps } from '../../src/workflow/note-refusal.ts';
import { webhookKeyHash } from '../../src/workflow/take-webhook.ts';
import { testDatabase } from '../support/database.ts';
import { partner } from '../support/outside.ts';
import { quietLog } from '../support/quiet-log.ts';

describe('refused callbacks', () => {
  const { store, database } = testDatabase();
  const clock = { now: new Date('2026-03-02T08:00:00Z') };
  const notes = (webhooks: NoteRefusalDeps['webhooks'] = store().webhooks) =>
    createRefusalNotes({ webhooks, now: () => clock.now, log: quietLog });

  async function partnerWithKey(key: string) {
    const { id: _, ...fields } = partner;
    await createPartnerAdmin(database()).add({ ...fields, tenantId: key });
    const stored = await store().partners.byTenant(key);
    assert.ok(stored);
    await store().webhooks.keepKey(stored.id, webhookKeyHash(key), clock.now.toISOString());
    return stored.id;
  }

  it('are noted for the partner whose key came, once a minute for each reason', async () => {
    const key = randomUUID();
    const id = await partnerWithKey(key);
    const note = notes();
    const refused = () => store().webhooks.refused(id);

    await note(key, 'signature');
    clock.now = new Date('2026-03-02T08:00:30Z');
    await note(key, 'signature');
    assert.deepEqual(await refused(), [{ why: 'signature', lastAt: '2026-03-02T08:00:00.000Z' }]);

    clock.now = new Date('2026-03-02T08:01:01Z');
    await note(key, 'signature');
    await note(key, 'certificate-dates');
    await note('of nobody', 'algorithm');
    assert.deepEqual((await refused()).map(({ why, lastAt }) => `${why} ${lastAt}`).toSorted(), [
      'certificate-dates 2026-03-02T08:01:01.000Z',
      'signature 2026-03-02T08:01:01.000Z',
    ]);
  });

  it('in a flood with keys of nobody are a bounded number of writes to one row', async () => {
    let writes = 0;
    const { webhooks } = store();
    const counted = {
      partnerOf: (hash: string) => webhooks.partnerOf(hash),
      noteRefusal: (...given: Parameters<typeof webhooks.noteRefusal>) => {
        writes += 1;
        return webhooks.noteRefusal(...given);
      },
    };
    const note = notes(counted);

    await Promise.all(Array.from({ length: 1000 }, (_, i) => note(`key ${i}`, 'signature-missing')));

    assert.equal(writes, 50);
    const { rows } = await database().pool.query(
      `select count(*)::integer from webhook_refusals where partner_id = '' and why = 'signature-missing'`,
    );
    assert.deepEqual(rows, [{ count: 1 }]);
  });

  it('end nothing where the database does not take the note', async () => {
    const note = notes({ ...store().webhooks, partnerOf: () => Promise.reject(new Error('gone')) });

    await assert.doesNotReject(note('k', 'signature'));
  });
});
