/** A round figure at or above all values, for the top of an axis. */
export function top(values: readonly number[]): number {
  const most = Math.max(0, ...values.filter(Number.isFinite));
  if (most === 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(most));
  const factor = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * unit >= most) ?? 10;
  return factor * unit;
}

/** Where an axis from 0 to its top is marked. */
export function marks(most: number): readonly number[] {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => share * most);
}

/** A place in a drawing, to a tenth of a unit. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
