export interface CsvRow {
  /** The line of the file in which the row starts, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What a spreadsheet would evaluate as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const ESCAPED = /^'(?=[=+\-@\t\r'])/;

const cellOf = (value: string): string => {
  const escaped = FORMULA.test(value) || ESCAPED.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(escaped) ? `"${escaped.replaceAll('"', '""')}"` : escaped;
};

/** Formats a row by RFC 4180. An apostrophe before formulas keeps spreadsheets from evaluating them. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/**
 * Parses CSV by RFC 4180 in one pass. Also accepts bare line feeds and a byte order mark.
 * @throws UnterminatedQuoteError
 */
export function* readCsv(text: string): Generator<CsvRow> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const firstLine = line;
    const cells: string[] = [];
    for (let more = true; more;) {
      const cell = text[at] === '"' ? readQuotedCell(text, at, firstLine) : readPlainCell(text, at);
      cells.push(cell.value.replace(ESCAPED, ''));
      line += cell.lines;
      at = cell.end;
      more = text[at] === ',';
      if (more) at += 1;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    if (cells.length > 1 || cells[0] !== '') yield { line: firstLine, cells };
  }
}

interface Cell {
  readonly value: string;
  readonly end: number;
  /** Line breaks inside the cell. */
  readonly lines: number;
}

const endOf = (text: string, at: number): number => {
  let end = at;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
};

function readPlainCell(text: string, at: number): Cell {
  const end = endOf(text, at);
  return { value: text.slice(at, end), end, lines: 0 };
}

function readQuotedCell(text: string, at: number, line: number): Cell {
  let value = '';
  for (let from = at + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new UnterminatedQuoteError(line);
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const end = endOf(text, quote + 1);
      const cellText = value + text.slice(quote + 1, end);
      return { value: cellText, end, lines: cellText.split('\n').length - 1 };
    }
    value += '"';
    from = quote + 2;
  }
}

export class UnterminatedQuoteError extends Error {
  constructor(readonly line: number) {
    super(`the quote in line ${line} has no end`);
  }
}
