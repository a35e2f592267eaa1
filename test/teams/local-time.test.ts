import assert from 'node:assert/strict';
import { localTime } from '../../src/teams/local-time.ts';

describe('the local time in a message', () => {
  it('is that of the zone, in the words of the language', () => {
    assert.equal(localTime('2026-07-01T12:10:00.000Z', 'en', 'Europe/Rome'), 'Wed 1 Jul, 14:10 CEST');
    assert.equal(localTime('2026-01-15T13:10:00.000Z', 'it', 'Europe/Rome'), 'gio 15 gen, 14:10 CET');
    assert.match(localTime('2026-07-01T12:10:00.000Z', 'en', 'America/New_York'), /^Wed 1 Jul, 08:10 /);
  });

  it('tells the two hours apart that one night in October has', () => {
    const twice = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'].map((at) =>
      localTime(at, 'en', 'Europe/Rome'),
    );

    assert.deepEqual(twice, ['Sun 25 Oct, 02:30 CEST', 'Sun 25 Oct, 02:30 CET']);
  });

  it('jumps with the clocks in March', () => {
    const around = ['2026-03-29T00:59:00.000Z', '2026-03-29T01:00:00.000Z'].map((at) =>
      localTime(at, 'en', 'Europe/Rome'),
    );

    assert.deepEqual(around, ['Sun 29 Mar, 01:59 CET', 'Sun 29 Mar, 03:00 CEST']);
  });
});
