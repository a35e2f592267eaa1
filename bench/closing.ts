/** What has to be ended, last begun first. */
export interface Closing {
  add(end: () => Promise<unknown>): void;
  all(): Promise<void>;
}

export function createClosing(): Closing {
  const ends: (() => Promise<unknown>)[] = [];
  return {
    add: (end) => void ends.push(end),
    all: async () => {
      for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end().catch(() => undefined);
    },
  };
}
