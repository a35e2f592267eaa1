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
  reseller: '<at>Team</at> ![i](https://evil.example/x.png) {{TIME(2020-01-01T00:00:00Z)}}',
  subscriptions: [
    { name: '_sub_ <script>alert(1)</script> <at>Megan Bowen</at> ${id}', dailyCost: 25 },
    { name: 'www.(//evil.example) [sub](//evil.example)', dailyCost: 25 },
    { name: '\u202e\n# sub {{DATE(2020-01-01T00:00:00Z,SHORT)}}', dailyCost: 25 },
  ],
};
