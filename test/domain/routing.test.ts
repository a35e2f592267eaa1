import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Level } from '../../src/domain/detection.ts';
import type { ChannelId } from '../../src/domain/ids.ts';
import { channelsFor, partnerChannels, type Routing, type RoutingRule } from '../../src/domain/routing.ts';

const channel = (letter: string): { readonly id: ChannelId } => ({ id: `chn_${letter.repeat(32)}` });
const [a, b, c] = [channel('a'), channel('b'), channel('c')];
const all = [a, b, c];

const alert = (severity: Level = 'high', more: { customer?: string; reseller?: string | null } = {}) => ({
  customerTenantId: more.customer ?? 'contoso',
  severity,
  ...(more.reseller === undefined ? {} : { resellerTenantId: more.reseller }),
});
const to = (...channels: readonly { readonly id: ChannelId }[]) => ({ channelIds: channels.map(({ id }) => id) });

describe('the channels of an alert', () => {
  it('are all of them where the partner has said nothing', () => {
    assert.deepEqual(channelsFor(undefined, alert(), all), all);
    assert.deepEqual(channelsFor({ rules: [] }, alert(), all), all);
  });

  it('are those of the first rule that fits, and the default where none does', () => {
    const routing: Routing = {
      rules: [
        { customerTenantId: 'fabrikam', ...to(b) },
        { resellerTenantId: 'proseware', ...to(c) },
        { atLeast: 'high', ...to(a, b) },
      ],
      defaultChannelId: c.id,
    };

    assert.deepEqual(channelsFor(routing, alert('high', { customer: 'fabrikam', reseller: 'proseware' }), all), [b]);
    assert.deepEqual(channelsFor(routing, alert('high', { reseller: 'proseware' }), all), [c]);
    assert.deepEqual(channelsFor(routing, alert('high', { reseller: null }), all), [a, b]);
    assert.deepEqual(channelsFor(routing, alert('medium'), all), [c]);
  });

  it('are those of every alert that is at least as severe; what has no severity fits no such rule', () => {
    const fit = (['low', 'medium', 'high'] as const).map((atLeast) =>
      (['unknown', 'informational', 'low', 'medium', 'high'] as const).filter((severity) =>
        channelsFor({ rules: [{ atLeast, ...to(a) }], defaultChannelId: b.id }, alert(severity), all).includes(a),
      ),
    );

    assert.deepEqual(fit, [['low', 'medium', 'high'], ['medium', 'high'], ['high']]);
  });

  it('fall to the default where a rule has no channel left, and to every channel where the default is gone too', () => {
    const routing: Routing = { rules: [{ ...to(a) }], defaultChannelId: b.id };

    assert.deepEqual(channelsFor(routing, alert(), [b, c]), [b]);
    assert.deepEqual(channelsFor(routing, alert(), [c]), [c]);
    assert.deepEqual(channelsFor(routing, alert(), []), []);
    assert.deepEqual(channelsFor({ rules: [to(a, b)] }, alert(), [b, c]), [b]);
  });

  it('are at least one, and only such as can be posted to, whatever the rules are', () => {
    const some = fc.subarray(all);
    const optional = <T extends object>(arbitrary: fc.Arbitrary<T>) => fc.oneof(fc.constant({}), arbitrary);
    const rule: fc.Arbitrary<RoutingRule> = fc
      .tuple(
        optional(fc.record({ customerTenantId: fc.constantFrom('contoso', 'fabrikam') })),
        optional(fc.record({ resellerTenantId: fc.constantFrom('proseware', 'lamna') })),
        optional(fc.record({ atLeast: fc.constantFrom('low', 'medium', 'high') })),
        some,
      )
      .map(([customer, reseller, severity, channels]) => ({
        ...customer,
        ...reseller,
        ...severity,
        ...to(...channels),
      }));
    const routing = fc.record(
      { rules: fc.array(rule, { maxLength: 5 }), defaultChannelId: fc.constantFrom(...all.map(({ id }) => id)) },
      { requiredKeys: ['rules'] },
    );
    const anAlert = fc.record({
      customerTenantId: fc.constantFrom('contoso', 'fabrikam', 'tailwind'),
      resellerTenantId: fc.constantFrom('proseware', null),
      severity: fc.constantFrom<Level>('informational', 'low', 'medium', 'high', 'unknown'),
    });

    fc.assert(
      fc.property(routing, anAlert, some, (rules, one, ready) => {
        const chosen = channelsFor(rules, one, ready);

        assert.equal(chosen.length > 0, ready.length > 0);
        assert.ok(chosen.every((place) => ready.includes(place)));
      }),
    );
  });
});

describe('the channels in which a partner is told what is of no case', () => {
  it('are the default one, or all where there is none', () => {
    const rules = [to(a)];

    assert.deepEqual(partnerChannels({ rules, defaultChannelId: b.id }, all), [b]);
    assert.deepEqual(partnerChannels({ rules }, all), all);
    assert.deepEqual(partnerChannels({ rules, defaultChannelId: b.id }, [a, c]), [a, c]);
    assert.deepEqual(partnerChannels(undefined, all), all);
  });
});
