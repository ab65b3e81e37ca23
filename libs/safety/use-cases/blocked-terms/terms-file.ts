import { Rejection } from '@visionary/kernel';
import { type CsvRow, csvLine, readCsv, UnendedQuote } from '../../domain/blocked-terms/csv.js';
import { LISTED_AT_MOST, type TermFields } from '../../domain/blocked-terms/blocked-term.js';

const COLUMNS = ['text', 'category', 'language', 'action', 'scopes', 'suggestion', 'note'] as const;
type Column = (typeof COLUMNS)[number];

/** A line of the file as it stands there, by column. */
export type TermLine = Readonly<Record<Column, string>> & { readonly line: number };

/** The lists as a table that spreadsheets open. */
export function* termsFile(terms: Iterable<TermFields>): Generator<string> {
  yield `\uFEFF${csvLine(COLUMNS)}`;
  for (const term of terms) {
    yield csvLine(COLUMNS.map((name) => (name === 'scopes' ? term.scopes.join(' ') : term[name])));
  }
}

const unreadable = (line: number, reason: string) => new Rejection('SAFETY_TERMS_FILE_INVALID', { line, reason });

/** @throws Rejection SAFETY_TERMS_FILE_INVALID { line, reason }, SAFETY_TOO_MANY_TERMS { max } */
export function termLines(file: string): TermLine[] {
  const lines: TermLine[] = [];
  let columns: readonly string[] | null = null;
  for (const row of rows(file)) {
    if (columns === null) columns = headOf(row);
    else lines.push(lineOf(row, columns));
    if (lines.length > LISTED_AT_MOST) throw new Rejection('SAFETY_TOO_MANY_TERMS', { max: LISTED_AT_MOST });
  }
  if (columns === null) throw unreadable(1, 'empty');
  return lines;
}

function* rows(file: string): Generator<CsvRow> {
  try {
    yield* readCsv(file);
  } catch (error) {
    throw error instanceof UnendedQuote ? unreadable(error.line, 'quote') : error;
  }
}

/** Columns may stand in any order; only the word must be there. */
function headOf({ line, cells }: CsvRow): string[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const stranger = names.find((name) => !(COLUMNS as readonly string[]).includes(name));
  if (stranger !== undefined || !names.includes('text')) throw unreadable(line, 'columns');
  return names;
}

function lineOf({ line, cells }: CsvRow, columns: readonly string[]): TermLine {
  if (cells.length > columns.length) throw unreadable(line, 'cells');
  const said = new Map(columns.map((name, n) => [name, cells[n] ?? '']));
  const cell = (name: Column): string => said.get(name) ?? '';
  const [text, category, language, action] = [cell('text'), cell('category'), cell('language'), cell('action')];
  return {
    line,
    text,
    category,
    language,
    action,
    scopes: cell('scopes'),
    suggestion: cell('suggestion'),
    note: cell('note'),
  };
}
