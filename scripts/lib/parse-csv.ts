/** Rows of a CSV file (RFC 4180), without its byte order mark. Throws SyntaxError where quotes do not match. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quoted(text, at) : plain(text, at);
    row.push(cell.value);
    at = cell.end;
    if (text[at] === ',') {
      at++;
      if (at < text.length) continue;
      row.push('');
    }
    rows.push(row);
    row = [];
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    else if (at < text.length) throw new SyntaxError(`row ${rows.length} does not end where it should`);
  }
  return rows;
}

interface Cell {
  readonly value: string;
  readonly end: number;
}

function plain(text: string, from: number): Cell {
  let end = from;
  while (end < text.length && !',\r\n'.includes(text[end] ?? '')) end++;
  return { value: text.slice(from, end), end };
}

function quoted(text: string, from: number): Cell {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 2))
    if (text[end + 1] !== '"') return { value: text.slice(from + 1, end).replaceAll('""', '"'), end: end + 1 };
  throw new SyntaxError('a quote is not closed');
}
