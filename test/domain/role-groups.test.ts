import assert from 'node:assert/strict';
import { groupIdIn, mostRoleGroups, withGroups } from '../../src/domain/role-groups.ts';

const id = (letter: string) => `${letter.repeat(8)}-1a2b-4c3d-8e4f-${letter.repeat(12)}`;
const [a, b, c] = [id('a'), id('b'), id('c')];
const before = { viewer: [a], responder: [a, b.toUpperCase()], remover: [], owner: [c] };

describe('the object id of a group', () => {
  it('is read as people paste it', () => {
    for (const text of [a, ` ${a.toUpperCase()}\n`, `{${a}}`, `"${a}"`, `“${a}”`, `(${a}).`])
      assert.equal(groupIdIn(text), a);
  });

  it('is nothing else, and no part of something', () => {
    for (const text of [
      '',
      'Cloud Operations',
      `${a}0`,
      `x${a}`,
      `${a} ${b}`,
      a.replaceAll('-', ''),
      `https://evil.example/${a}`,
    ])
      assert.equal(groupIdIn(text), undefined, text);
  });
});

describe('the groups of a role', () => {
  it('are another instead, or one more; the other roles keep theirs', () => {
    assert.deepEqual(withGroups(before, { role: 'responder', how: 'instead', group: c }), {
      ...before,
      responder: [c],
    });
    assert.deepEqual(withGroups(before, { role: 'remover', how: 'besides', group: c }), { ...before, remover: [c] });
    assert.deepEqual(withGroups(before, { role: 'approver', how: 'besides', group: c }), { ...before, approver: [c] });
    assert.deepEqual(withGroups(before, { role: 'responder', how: 'instead', group: b }), {
      ...before,
      responder: [b],
    });
  });

  it('are taken one by one in any case of letters, or all; the approver’s stay an empty list, which leaves it to owners', () => {
    assert.deepEqual(withGroups(before, { role: 'responder', how: 'take', group: b }), { ...before, responder: [a] });
    assert.deepEqual(withGroups(before, { role: 'responder', how: 'take' }), { ...before, responder: [] });
    const approved = { ...before, approver: [c] };
    assert.deepEqual(withGroups(approved, { role: 'approver', how: 'take', group: c }), { ...before, approver: [] });
  });

  it('that have it, or do not, or are too many, are told of', () => {
    const full = { ...before, viewer: Array.from({ length: mostRoleGroups }, (_, i) => id(String(i % 10))) };

    assert.deepEqual(withGroups(before, { role: 'viewer', how: 'instead', group: a }), {
      kind: 'group-held',
      role: 'viewer',
    });
    assert.deepEqual(withGroups(before, { role: 'responder', how: 'besides', group: b }), {
      kind: 'group-held',
      role: 'responder',
    });
    assert.deepEqual(withGroups(before, { role: 'viewer', how: 'take', group: b }), {
      kind: 'group-not-held',
      role: 'viewer',
    });
    assert.deepEqual(withGroups(before, { role: 'approver', how: 'take' }), { kind: 'no-groups', role: 'approver' });
    assert.deepEqual(withGroups(full, { role: 'viewer', how: 'besides', group: a }), {
      kind: 'groups-full',
      role: 'viewer',
      most: mostRoleGroups,
    });
  });
});
