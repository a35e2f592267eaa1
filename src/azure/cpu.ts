import type { CpuReading } from '../domain/investigation.ts';
import type { Arm } from './client.ts';
import { idPath } from './resource-id.ts';
import { Metrics } from './schema.ts';

const hours = 24;

/** Hourly averages of the host's CPU over the last 24 hours, without any agent (facts/azure.md 5.3). Throws HttpError. */
export async function readCpu(arm: Arm, subscriptionId: string, id: string, now: Date): Promise<CpuReading> {
  const from = new Date(now.getTime() - hours * 3_600_000).toISOString();
  const points = await arm.get(
    {
      path: `${idPath(id, subscriptionId)}/providers/Microsoft.Insights/metrics`,
      query: {
        'api-version': '2024-02-01',
        metricnames: 'Percentage CPU',
        timespan: `${from}/${now.toISOString()}`,
        interval: 'PT1H',
        aggregation: 'average',
      },
    },
    (body) => Metrics.parse(body),
  );
  const told = points.flatMap(({ timeStamp, average }) =>
    timeStamp === undefined ? [] : [{ at: timeStamp, average }],
  );
  return { averages: told.toSorted((a, b) => (a.at < b.at ? -1 : 1)).map((point) => point.average) };
}
