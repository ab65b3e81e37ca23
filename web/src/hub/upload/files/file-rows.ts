import type { DraftFileView, Refusal } from '@visionary/contract';
import type { Transfer } from '../send/transfer.js';

/**
 * `resting`: it lies half on the server, and this page has no file to go on with. `beside`: whole and harmless, and nothing
 * renders with it.
 */
export type RowState = Transfer['state'] | 'resting' | 'arrived' | 'checking' | 'checked' | 'beside';

/** One file as it is shown: what this page does with it, and what the server says of it. */
export interface FileRow {
  readonly path: string;
  readonly bytes: number;
  readonly sent: number;
  readonly state: RowState;
  readonly perSecond?: number | undefined;
  readonly isKnown: boolean;
  readonly refusal?: Refusal | undefined;
  /** On the server, where it is known there. */
  readonly fileId?: string | undefined;
}

const STATES = {
  uploading: 'resting',
  waiting: 'arrived',
  checking: 'checking',
  checked: 'checked',
  refused: 'refused',
};
/** Papers and pictures; words a tokenizer needs are texts, too. */
const PAPER = /\.(?:txt|md|ya?ml|png|jpe?g|webp)$|(?:^|\/)(?:LICEN[CS]E|NOTICE|README|SHA256SUMS)$/iu;
const TOKENIZER = /(?:^|\/)tokenizer(?:_\d)?\//u;
const isBeside = (path: string): boolean => PAPER.test(path) && !TOKENIZER.test(path);

const fromServer = ({ id, path, bytes, received, state, isKnown, refusal }: DraftFileView): FileRow => ({
  ...{ path, bytes, isKnown, refusal, fileId: id, sent: state === 'uploading' ? received : bytes },
  state: state === 'checked' && isBeside(path) ? 'beside' : (STATES[state] as RowState),
});
const fromHere = ({ path, file, sent, state, perSecond, refusal }: Transfer, there: string | undefined): FileRow => ({
  ...{ path, bytes: file.size, sent, state, perSecond, refusal, isKnown: false, fileId: there },
});

/** What this page has in hand goes before what the server last heard of it. Refused ones first, then by path. */
export function fileRows(files: readonly DraftFileView[], transfers: readonly Transfer[]): FileRow[] {
  const here = new Map(transfers.map((one) => [one.path, one]));
  const rows = files.map((file) => {
    const transfer = here.get(file.path);
    here.delete(file.path);
    return transfer ? fromHere(transfer, file.id) : fromServer(file);
  });
  const all = [...rows, ...[...here.values()].map((one) => fromHere(one, undefined))];
  return all.sort((one, other) => weight(one) - weight(other) || (one.path < other.path ? -1 : 1));
}

const BIG_NAME = /\.(?:onnx|safetensors|zip)$/iu;
const BIG_BYTES = 1_000_000;
const isSmall = ({ path, bytes, state }: FileRow): boolean =>
  !BIG_NAME.test(path) && bytes < BIG_BYTES && state !== 'refused' && state !== 'resting';
const weight = (row: FileRow): number => (row.state === 'refused' ? 0 : isSmall(row) ? 2 : 1);

/** The files one looks at, and those nobody has a question about, which lie folded in one line. */
export function foldSmall(rows: readonly FileRow[]): { readonly big: FileRow[]; readonly small: FileRow[] } {
  const small = rows.filter(isSmall);
  return small.length < 2 ? { big: [...rows], small: [] } : { big: rows.filter((row) => !isSmall(row)), small };
}

/** Folders they stand in, and the names of those that stand alone: tokenizer/, model_index.json. */
export const namesOf = (rows: readonly FileRow[]): string[] => [
  ...new Set(rows.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : path))),
];
