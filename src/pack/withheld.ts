/** Stands where something was left out; the report says it in the person's language. */
export const withheld = '[withheld]';
/** Stands for a person of the partner's. */
export const staff = '[partner]';
