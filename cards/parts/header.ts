import type { CaseRef } from '../views.ts';
import { badge } from './badge.ts';
import { joined, outside, type Shown, say, setOff } from './escape.ts';
import { heading, quiet, rich, run } from './text.ts';
import type { Badge, Container } from './types.ts';
import type { MessageKey, Words } from './words.ts';

export function customerOf(view: Pick<CaseRef, 'customerName' | 'customerTenantId'>, words: Words): Shown {
  return view.customerName === undefined
    ? say(words, 'alert.customer', { tenant: outside(view.customerTenantId) })
    : outside(view.customerName);
}

export function subscriptionOf(view: Pick<CaseRef, 'subscriptionName' | 'subscriptionId'>): Shown {
  return outside(view.subscriptionName ?? view.subscriptionId);
}

/** "Mining Watch · Case 42". */
export function caseLine(words: Words, view: Pick<CaseRef, 'number'>): Shown {
  return joined([say(words, 'product.name'), say(words, 'product.case', { number: view.number })], ' · ');
}

/** Top of every card about a case: what it is, whose, and its labels at the right. */
export function header(words: Words, view: CaseRef, title: MessageKey, badges: readonly Badge[]): Container {
  const labels = view.isTest ? [badge(say(words, 'product.test'), 'Accent'), ...badges] : badges;
  return {
    type: 'Container',
    style: 'emphasis',
    bleed: true,
    items: [
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [quiet(caseLine(words, view)), heading(words, title, { size: 'Large', spacing: 'None' })],
          },
          ...(labels.length > 0 ? [{ type: 'Column' as const, width: 'auto', items: [...labels] }] : []),
        ],
      },
      rich(
        [
          run(customerOf(view, words), { weight: 'Bolder' }),
          run(setOff(subscriptionOf(view), '  ·  '), { isSubtle: true }),
        ],
        { spacing: 'Small' },
      ),
    ],
  };
}
