export type Cell = string | number | boolean | undefined;

/** What a spreadsheet would take for a formula, and the sign by which we make it text. */
const dangerous = /^['=+\-@\t\r]/;

/** Text that a spreadsheet shows and does not work out; `unguarded` gives it back. */
export function guarded(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

export function unguarded(text: string): string {
  return text.startsWith("'") ? text.slice(1) : text;
}

function cellText(cell: Cell): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell);
  const text = guarded(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of a CSV file (RFC 4180). Numbers stay numbers. */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** Without it, spreadsheets do not take a file for UTF-8. */
const byteOrderMark = '\uFEFF';

/** A whole file: the names of its columns, then its rows. */
export async function* csvFile(
  columns: readonly string[],
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
): AsyncGenerator<string> {
  yield byteOrderMark + csvRow(columns);
  for await (const row of rows) yield csvRow(row);
}
