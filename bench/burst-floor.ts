import { connectorLimits } from '../playground/fakes/connector-limits.ts';

/** Seconds that the limits of Teams take for as many new threads in each channel, if all else took no time. */
export function floorSeconds(shape: {
  readonly tenants: number;
  readonly channelsPerTenant: number;
  readonly perChannel: number;
}): number {
  const limits = connectorLimits();
  let waiting = Array.from({ length: shape.tenants * shape.channelsPerTenant }, (_, channel) => ({
    channel: String(channel),
    tenant: String(channel % shape.tenants),
    left: shape.perChannel,
  }));
  for (let at = 0; ; at++) {
    for (const one of waiting)
      while (one.left > 0 && limits.take('create', one.channel, one.tenant, at).kind === 'allowed') one.left -= 1;
    waiting = waiting.filter(({ left }) => left > 0);
    if (waiting.length === 0) return at / 1000;
  }
}
