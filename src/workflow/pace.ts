/** Requests that change something which Azure Resource Manager allows at once, and each second after that (facts/azure.md 7); a little less is used. */
const bucket = 190;
const perSecond = 9.5;
/** Seconds after which what was used is there again. */
export const refillSeconds = bucket / perSecond;

/**
 * Answers how long to wait, in milliseconds, until one more such request keeps the limit; asked once for each. `spent`
 * are those that were sent within the last `refillSeconds`, by whoever had the run before.
 */
export function createPace(now: () => Date, spent = 0): { readonly waitMs: () => number } {
  let tokens = bucket - spent;
  let at = now().getTime();
  return {
    waitMs: () => {
      const moment = now().getTime();
      tokens = Math.min(bucket, tokens + (Math.max(0, moment - at) / 1000) * perSecond);
      at = moment;
      tokens -= 1;
      return tokens >= 0 ? 0 : Math.ceil((-tokens / perSecond) * 1000);
    },
  };
}
