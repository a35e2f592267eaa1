/**
 * Noon of 1980-01-01, the first day that ZIP knows, by the clock of this machine: archives hold local time without a zone,
 * so the same files give the same archive everywhere.
 */
export function fixedTime(): Date {
  return new Date(1980, 0, 1, 12);
}
