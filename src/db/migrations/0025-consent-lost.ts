/** Since when a background sign-in cannot be used: `trouble_at` moves on with each time that Microsoft is asked again. */
export const consentLost = `
alter table partner_consents add column trouble_since timestamptz;
update partner_consents set trouble_since = trouble_at;
`;
