/** Items of one answer: those that could be read, and those that could not, kept as they came. */
export interface Page<T> {
  readonly alerts: readonly { readonly alert: T; readonly raw: unknown }[];
  readonly unreadable: readonly { readonly externalId?: string; readonly raw: unknown; readonly error: string }[];
}

/** Reads item by item, so that one that cannot be read keeps none of the others out. `idOf` may look into anything. */
export function readEach<T>(
  items: readonly unknown[],
  read: (item: unknown) => T,
  idOf: (item: unknown) => string | undefined,
): Page<T> {
  const alerts: { alert: T; raw: unknown }[] = [];
  const unreadable: { externalId?: string; raw: unknown; error: string }[] = [];
  for (const raw of items) {
    try {
      alerts.push({ alert: read(raw), raw });
    } catch (error) {
      const externalId = idOf(raw);
      unreadable.push({
        ...(externalId === undefined ? {} : { externalId }),
        raw,
        error: error instanceof Error ? error.message : 'unreadable',
      });
    }
  }
  return { alerts, unreadable };
}
