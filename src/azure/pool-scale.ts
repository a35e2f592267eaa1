import { asCount, asRecord, asText } from '../http/loose.ts';
import { pick, pickCount } from './pick.ts';
import type { Body } from './schema.ts';

/** Name of the tag or metadata in which a pool keeps what it was scaled to, so that a stop can be undone. */
const memory = 'mining-watch-scale';

interface PoolStep {
  readonly method: 'POST' | 'PATCH' | 'PUT';
  readonly suffix?: string;
  readonly json?: object;
}

/** An agent pool is put as a whole: the body as it was read, with another count. */
function agentPool({ properties }: Body, changes: object, tags: object): readonly PoolStep[] {
  const {
    provisioningState: _state,
    powerState: _power,
    currentOrchestratorVersion: _version,
    eTag: _tag,
    ...own
  } = properties;
  return [{ method: 'PUT', json: { properties: { ...own, ...changes, tags } } }];
}

export function scaleAgentPool(body: Body): readonly PoolStep[] {
  const { count, minCount, maxCount, enableAutoScaling, tags } = body.properties;
  const scale = [
    asCount(count) ?? 0,
    ...(enableAutoScaling === true ? [asCount(minCount) ?? 0, asCount(maxCount) ?? 0] : []),
  ];
  const remembered = scale[0] === 0 ? {} : { [memory]: scale.join(' ') };
  const changes = { count: 0, enableAutoScaling: false, minCount: null, maxCount: null };
  return agentPool(body, changes, { ...asRecord(tags), ...remembered });
}

export function unscaleAgentPool(body: Body): readonly PoolStep[] | undefined {
  const tags = asRecord(body.properties['tags']) ?? {};
  const [count, minCount, maxCount] = (asText(tags[memory]) ?? '').split(' ').map(asCount);
  if (count === undefined) return undefined;
  const { [memory]: _scale, ...others } = tags;
  const auto = minCount !== undefined && maxCount !== undefined;
  return agentPool(body, { count, enableAutoScaling: auto, ...(auto ? { minCount, maxCount } : {}) }, others);
}

/** A Batch pool stops growing by itself, stops what it is at, and goes down to nothing (facts/azure.md 2.6). */
export function zeroPool(body: Body): readonly PoolStep[] {
  const scale = asRecord(body.properties['scaleSettings']) ?? {};
  const steps: PoolStep[] = [];
  if (scale['autoScale'] !== undefined || targetsOf(scale) > 0)
    steps.push({
      method: 'PATCH',
      json: { properties: { metadata: [...othersOf(body), { name: memory, value: JSON.stringify(scale) }] } },
    });
  if (scale['autoScale'] !== undefined) steps.push({ method: 'POST', suffix: '/disableAutoScale' });
  if (/^resizing$/i.test(asText(body.properties['allocationState']) ?? ''))
    steps.push({ method: 'POST', suffix: '/stopResize' });
  const fixedScale = { targetDedicatedNodes: 0, targetLowPriorityNodes: 0 };
  return [...steps, { method: 'PATCH', json: { properties: { scaleSettings: { fixedScale } } } }];
}

export function unscalePool(body: Body): readonly PoolStep[] | undefined {
  const kept = metadataOf(body).find((one) => asRecord(one)?.['name'] === memory);
  const scaleSettings = parsed(asText(asRecord(kept)?.['value']));
  if (scaleSettings === undefined) return undefined;
  return [{ method: 'PATCH', json: { properties: { scaleSettings, metadata: othersOf(body) } } }];
}

function targetsOf(scale: object): number {
  const target = (name: string) => pickCount(pick(scale, 'fixedScale'), name) ?? 0;
  return target('targetDedicatedNodes') + target('targetLowPriorityNodes');
}

function metadataOf(body: Body): readonly unknown[] {
  const { metadata } = body.properties;
  return Array.isArray(metadata) ? metadata : [];
}

function othersOf(body: Body): readonly unknown[] {
  return metadataOf(body).filter((one) => asRecord(one)?.['name'] !== memory);
}

function parsed(text: string | undefined): object | undefined {
  try {
    return asRecord(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}
