/** Headers of Cost Management and Consumption, each a count of seconds; several may be present (facts/azure.md 5.1). */
const rateLimitWait = /^x-ms-ratelimit-microsoft\..+-retry-after$/;

/**
 * Seconds that an answer asks us to wait: the longest of Retry-After (seconds or a date), the millisecond forms of
 * Azure, and the per-limit headers; undefined where it asks for nothing that can be understood.
 */
export function retryAfterOf(headers: Headers, now: Date): number | undefined {
  const waits: number[] = [];
  for (const [name, value] of headers) {
    if (name === 'retry-after') waits.push(secondsOrDate(value, headers.get('date'), now));
    else if (name === 'retry-after-ms' || name === 'x-ms-retry-after-ms') waits.push(number(value) / 1000);
    else if (rateLimitWait.test(name)) waits.push(number(value));
  }
  const sound = waits.filter((wait) => Number.isFinite(wait));
  return sound.length === 0 ? undefined : Math.ceil(Math.max(0, ...sound));
}

function number(value: string): number {
  return /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : Number.NaN;
}

/** A date is measured by the service's own clock where it tells it. */
function secondsOrDate(value: string, serviceDate: string | null, now: Date): number {
  const seconds = number(value);
  if (!Number.isNaN(seconds)) return seconds;
  const from = serviceDate === null ? Number.NaN : Date.parse(serviceDate);
  return (Date.parse(value) - (Number.isNaN(from) ? now.getTime() : from)) / 1000;
}
