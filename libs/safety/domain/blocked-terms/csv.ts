/** A line of a table, and which line of the file it began in, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const GUARDED = /^'(?=[=+\-@\t\r'])/;

const cellOf = (value: string): string => {
  const shown = FORMULA.test(value) || GUARDED.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
};

/** One line as RFC 4180 has it. A cell that a spreadsheet would run has an apostrophe before it. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/**
 * Reads a table as RFC 4180 has it, also with plain line ends and a byte order mark. One pass.
 * @throws Error with the line of a quote that does not end
 */
export function* readCsv(text: string): Generator<CsvRow> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const begun = line;
    const cells: string[] = [];
    for (let more = true; more;) {
      const cell = text[at] === '"' ? quoted(text, at, begun) : plain(text, at);
      cells.push(cell.value.replace(GUARDED, ''));
      line += cell.lines;
      at = cell.end;
      more = text[at] === ',';
      if (more) at += 1;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    if (cells.length > 1 || cells[0] !== '') yield { line: begun, cells };
  }
}

interface Cell {
  readonly value: string;
  readonly end: number;
  /** Line ends inside. */
  readonly lines: number;
}

const endOf = (text: string, at: number): number => {
  let end = at;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
};

function plain(text: string, at: number): Cell {
  const end = endOf(text, at);
  return { value: text.slice(at, end), end, lines: 0 };
}

function quoted(text: string, at: number, line: number): Cell {
  let value = '';
  for (let from = at + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new UnendedQuote(line);
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const end = endOf(text, quote + 1);
      const whole = value + text.slice(quote + 1, end);
      return { value: whole, end, lines: whole.split('\n').length - 1 };
    }
    value += '"';
    from = quote + 2;
  }
}

/** A cell begins with a quote and nothing ends it. */
export class UnendedQuote extends Error {
  constructor(readonly line: number) {
    super(`the quote of line ${line} does not end`);
  }
}
