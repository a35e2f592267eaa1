import type { CustomerPlan } from './plan.ts';

/** A customer whose names try to be markup, a mention, a link and a template. */
export const hostileCustomer: CustomerPlan = {
  name: '**Bold** <b>Corp</b> <at>Everyone</at> [link](https://evil.example)',
  domain: 'evil.example',
  country: 'US',
  city: 'Nowhere',
  street: '1 `Script` Street',
  postalCode: '00000',
  culture: 'en-US',
  contact: ['<i>Eve</i>', '${name}'],
  subscriptions: [{ name: '_sub_ <script>alert(1)</script> <at>Megan Bowen</at> ${id}', dailyCost: 25 }],
};
