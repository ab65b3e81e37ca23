import type { DraftFileView, FileRejection } from '@visionary/contract';
import type { Transfer } from '../transfer/use-transfers.js';

/**
 * `partlyUploaded`: partly uploaded, and this page does not have the file. `notNeeded`: complete and valid, but not used for
 * rendering.
 */
export type FileState = Transfer['state'] | 'partlyUploaded' | 'arrived' | 'checking' | 'checked' | 'notNeeded';

/** A row: the local transfer and the server's state. */
export interface FileRowModel {
  readonly path: string;
  readonly bytes: number;
  readonly sentBytes: number;
  readonly state: FileState;
  readonly perSecond?: number | undefined;
  readonly isKnown: boolean;
  readonly rejection?: FileRejection | undefined;
  /** The server's state, if it knows the file. */
  readonly fileId?: string | undefined;
}

const STATES = {
  uploading: 'partlyUploaded',
  waiting: 'arrived',
  checking: 'checking',
  checked: 'checked',
  rejected: 'rejected',
};
/** Documents and images. Tokenizer vocabularies are text files, too. */
const PAPER = /\.(?:txt|md|ya?ml|png|jpe?g|webp)$|(?:^|\/)(?:LICEN[CS]E|NOTICE|README|SHA256SUMS)$/iu;
const TOKENIZER = /(?:^|\/)tokenizer(?:_\d)?\//u;
const isExtra = (path: string): boolean => PAPER.test(path) && !TOKENIZER.test(path);

const fromServer = ({ id, path, bytes, received, state, isDeduplicated, rejection }: DraftFileView): FileRowModel => ({
  path,
  bytes,
  isKnown: isDeduplicated,
  rejection,
  fileId: id,
  sentBytes: state === 'uploading' ? received : bytes,
  state: state === 'checked' && isExtra(path) ? 'notNeeded' : (STATES[state] as FileState),
});
const localState = (
  { path, file, sentBytes, state, bytesPerSecond, rejection }: Transfer,
  existing: string | undefined,
): FileRowModel => ({
  ...{
    path,
    bytes: file.size,
    sentBytes,
    state,
    perSecond: bytesPerSecond,
    rejection,
    isKnown: false,
    fileId: existing,
  },
});

/** The local transfer takes precedence over the server's state. Rejected files first, then by path. */
export function fileRows(files: readonly DraftFileView[], transfers: readonly Transfer[]): FileRowModel[] {
  const transfersByPath = new Map(transfers.map((one) => [one.path, one]));
  const rows = files.map((file) => {
    const transfer = transfersByPath.get(file.path);
    transfersByPath.delete(file.path);
    return transfer ? localState(transfer, file.id) : fromServer(file);
  });
  const all = [...rows, ...[...transfersByPath.values()].map((one) => localState(one, undefined))];
  return all.sort((one, other) => weight(one) - weight(other) || (one.path < other.path ? -1 : 1));
}

const BIG_NAME = /\.(?:onnx|safetensors|zip)$/iu;
const BIG_BYTES = 1_000_000;
const isSmall = ({ path, bytes, state }: FileRowModel): boolean =>
  !BIG_NAME.test(path) && bytes < BIG_BYTES && state !== 'rejected' && state !== 'partlyUploaded';
const weight = (row: FileRowModel): number => (row.state === 'rejected' ? 0 : isSmall(row) ? 2 : 1);

/** Files to look at, and small accepted ones to collapse. */
export function splitSmall(rows: readonly FileRowModel[]): {
  readonly big: FileRowModel[];
  readonly small: FileRowModel[];
} {
  const small = rows.filter(isSmall);
  return small.length < 2 ? { big: [...rows], small: [] } : { big: rows.filter((row) => !isSmall(row)), small };
}

/** Their folders, and names of files at the top: tokenizer/, model_index.json. */
export const namesOf = (rows: readonly FileRowModel[]): string[] => [
  ...new Set(rows.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : path))),
];
