/** Where a fault is, for scripts: a service outside, or what is ours. */
export type Place =
  | 'configuration'
  | 'machine'
  | 'database'
  | 'records'
  | 'login'
  | 'graph'
  | 'partnerCenter'
  | 'azure'
  | 'connector'
  | 'botFramework';

export type Outcome =
  | { readonly state: 'ok'; readonly said: string }
  /** `note`: nothing is broken, but somebody should know. */
  | { readonly state: 'note' | 'fault'; readonly said: string; readonly mend: string }
  /** It could not be found out, because of a fault that another line says, or because there is nothing to try it on. */
  | { readonly state: 'not-run'; readonly said: string };

export interface Check {
  /** Stable, for scripts. */
  readonly id: string;
  readonly place: Place;
  readonly partner?: string;
  readonly title: string;
  /** What does not work without it. */
  readonly why: string;
  readonly run: () => Promise<Outcome>;
}

/** A line of the report. */
export interface Finding {
  readonly id: string;
  readonly place: Place;
  readonly partner?: string;
  readonly title: string;
  readonly state: Outcome['state'];
  readonly said: string;
  readonly why: string;
  readonly mend?: string;
}

export const ok = (said: string): Outcome => ({ state: 'ok', said });
export const note = (said: string, mend: string): Outcome => ({ state: 'note', said, mend });
export const fault = (said: string, mend: string): Outcome => ({ state: 'fault', said, mend });
export const notRun = (said: string): Outcome => ({ state: 'not-run', said });

/** Runs checks at once, each within a time of its own; what one throws is its fault and nobody else's. */
export async function runChecks(
  checks: readonly Check[],
  options: { readonly ms: number; readonly faultOf: (error: unknown, check: Check) => Outcome },
): Promise<readonly Finding[]> {
  return Promise.all(
    checks.map(async (check): Promise<Finding> => {
      const { run, ...about } = check;
      const outcome = await within(options.ms, run).catch((error: unknown) => options.faultOf(error, check));
      return { ...about, ...outcome };
    }),
  );
}

export class TookTooLong extends Error {}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(`took longer than ${Math.round(ms / 1000)} s`)), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Names that others gave: without what would move a terminal, and not too long. */
export function plain(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 80);
}
