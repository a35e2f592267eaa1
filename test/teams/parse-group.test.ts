import assert from 'node:assert/strict';
import { parseGroup } from '../../src/teams/parse-group.ts';

const id = '0f3c9a1b-1a2b-4c3d-8e4f-0123456789ab';

describe('what is typed about the group of a role', () => {
  it('is the role and the id, in either language, whichever is the person’s own', () => {
    const instead = { how: 'instead', group: id } as const;
    for (const language of ['en', 'it'] as const) {
      assert.deepEqual(parseGroup(language, `Responders: ${id}`), { role: 'responder', ...instead });
      assert.deepEqual(parseGroup(language, `addetto alla rimozione ${id}`), { role: 'remover', ...instead });
      assert.deepEqual(parseGroup(language, `responsabile = ${id}`), { role: 'owner', ...instead });
    }
  });

  it('is one more, or one or all less, with the word before the id or after it', () => {
    for (const text of [`viewer add ${id}`, `viewer ${id} add`, `lettore aggiungi ${id}`, `lettore più ${id}`])
      assert.deepEqual(parseGroup('it', text), { role: 'viewer', how: 'besides', group: id }, text);
    for (const text of [
      `owner remove ${id}`,
      `owner take away ${id}`,
      `responsabile togli ${id}`,
      `owner ${id} remove`,
    ])
      assert.deepEqual(parseGroup('en', text), { role: 'owner', how: 'take', group: id }, text);
    for (const text of ['approver none', 'approver remove', 'approvatore nessuno'])
      assert.deepEqual(parseGroup('en', text), { role: 'approver', how: 'take', group: '' }, text);
  });

  it('keeps what is no id, so that it can be told; without a role, or with nothing after it, it is nothing', () => {
    assert.deepEqual(parseGroup('en', 'viewer Cloud Operations'), {
      role: 'viewer',
      how: 'instead',
      group: 'Cloud Operations',
    });
    for (const text of ['', 'viewer', 'emperor none', id, 'viewership none'])
      assert.equal(parseGroup('en', text), undefined, text);
  });
});
