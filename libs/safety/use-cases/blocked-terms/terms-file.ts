import { CreateBlockedTerm, TERM_SCOPES } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { MAX_TERMS, type TermFields } from '../../domain/blocked-terms/blocked-term.js';
import { csvLine, type CsvRow, readCsv, UnterminatedQuoteError } from '../../domain/csv.js';

const COLUMNS = ['text', 'category', 'language', 'action', 'scopes', 'suggestion', 'note'] as const;
type Column = (typeof COLUMNS)[number];

export interface TermFileRow {
  readonly line: number;
  readonly fields: TermFields;
}

/** Formats the lists as CSV, line by line. */
export function* termsFile(terms: Iterable<TermFields>): Generator<string> {
  yield `\uFEFF${csvLine(COLUMNS)}`;
  for (const term of terms) {
    yield csvLine(COLUMNS.map((name) => (name === 'scopes' ? term.scopes.join(' ') : term[name])));
  }
}

const invalid = (line: number, reason: string) => new Rejection('SAFETY_TERMS_FILE_INVALID', { line, reason });

/** @throws Rejection SAFETY_TERMS_FILE_INVALID { line, reason }, SAFETY_TOO_MANY_TERMS { max } */
export function parseTermsFile(file: Uint8Array): TermFileRow[] {
  const cells: (Record<Column, string> & { line: number })[] = [];
  let columns: readonly string[] | null = null;
  for (const row of readRows(decode(file))) {
    if (columns === null) columns = readHeader(row);
    else cells.push(readCells(row, columns));
    if (cells.length > MAX_TERMS) throw new Rejection('SAFETY_TOO_MANY_TERMS', { max: MAX_TERMS });
  }
  if (columns === null) throw invalid(1, 'empty');
  return cells.map(readTerm);
}

const decode = (file: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw invalid(1, 'encoding');
  }
};

function* readRows(text: string): Generator<CsvRow> {
  try {
    yield* readCsv(text);
  } catch (error) {
    throw error instanceof UnterminatedQuoteError ? invalid(error.line, 'quote') : error;
  }
}

/** Columns may have any order. Only `text` is required. */
function readHeader({ line, cells }: CsvRow): string[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const isUnknown = names.some((name) => !(COLUMNS as readonly string[]).includes(name));
  if (isUnknown || !names.includes('text')) throw invalid(line, 'columns');
  return names;
}

function readCells({ line, cells }: CsvRow, columns: readonly string[]) {
  if (cells.length > columns.length) throw invalid(line, 'cells');
  const byColumn = new Map(columns.map((name, index) => [name, cells[index] ?? '']));
  const values = Object.fromEntries(COLUMNS.map((name) => [name, byColumn.get(name) ?? '']));
  return { ...(values as Record<Column, string>), line };
}

/** Empty cells get defaults. */
function readTerm({ line, scopes, ...cells }: Record<Column, string> & { line: number }): TermFileRow {
  const parsed = CreateBlockedTerm.safeParse({
    ...cells,
    category: cells.category || 'other',
    language: cells.language || 'any',
    action: cells.action || 'block',
    scopes: scopes.trim() === '' ? [...TERM_SCOPES] : scopes.trim().split(/[\s;,|]+/u),
  });
  if (!parsed.success) throw invalid(line, String(parsed.error.issues[0]?.path[0] ?? 'text'));
  return { line, fields: parsed.data };
}
