import type { FileBytes } from '../onnx/file-bytes.js';
import { zippedNames } from './zip-names.js';

/** Names of pickles inside the zip files that torch.save writes. */
const PICKLED = /\.(pkl|pickle|pt|pth|ckpt)$/i;

/** Pickle opcodes by length of their fixed argument: https://docs.python.org/3/library/pickletools.html */
const FOLLOWED_BY: readonly (readonly [number, string])[] = [
  [0, '()012NQRabdelostu]}.\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94\x97\x98'],
  [1, 'Khq\x80\x82'],
  [2, 'M\x83'],
  [4, 'Jjr\x84'],
  [8, 'G\x95'],
];
/** Pickle opcodes with a length prefix, by bytes of the prefix. */
const LENGTH_PREFIXED: readonly (readonly [number, string])[] = [
  [1, 'UC\x8c\x8a'],
  [4, 'XTB\x8b'],
  [8, '\x8d\x8e\x96'],
];
/** Pickle opcodes by number of newline-terminated arguments. */
const LINES_AFTER: readonly (readonly [number, string])[] = [
  [1, 'FILSVPgp'],
  [2, 'ci'],
];

const PROTOCOL = 0x80;
const STOP = '.';
/** Number of valid opcodes after which a file counts as a pickle. Other data fails sooner. */
const CONVINCING = 12;
const LOOKED_AT = 64 * 1024;

/** Detects files that execute code when loaded: a pickle with a protocol header, or a zip file that contains one. */
export function isPickle(file: FileBytes): boolean {
  return readsAsPickle(file) || zippedNames(file).some((name) => PICKLED.test(name));
}

function readsAsPickle(file: FileBytes): boolean {
  const end = Math.min(file.length, LOOKED_AT);
  if (end < 4 || file.byteAt(0) !== PROTOCOL || file.byteAt(1) < 1 || file.byteAt(1) > 5) return false;
  let at = 2;
  for (let steps = 0; at < end; steps++) {
    const code = String.fromCharCode(file.byteAt(at));
    if (code === STOP || steps >= CONVINCING) return true;
    const next = afterCode(file, code, at + 1, end);
    if (next === undefined) return false;
    at = next;
  }
  // The last argument exceeds the inspected part, and all opcodes before it were valid.
  return true;
}

function afterCode(file: FileBytes, code: string, at: number, end: number): number | undefined {
  const fixed = find(FOLLOWED_BY, code);
  if (fixed !== undefined) return at + fixed;
  const lines = find(LINES_AFTER, code);
  if (lines !== undefined) return afterLines(file, lines, at, end);
  const lengthBytes = find(LENGTH_PREFIXED, code);
  if (lengthBytes === undefined || at + lengthBytes > end) return undefined;
  return at + lengthBytes + file.slice(at, lengthBytes).readUIntLE(0, Math.min(lengthBytes, 6));
}

function afterLines(file: FileBytes, lines: number, start: number, end: number): number | undefined {
  let left = lines;
  for (let at = start; at < end; at++) {
    if (file.byteAt(at) === 0x0a && --left === 0) return at + 1;
  }
  return undefined;
}

function find(table: readonly (readonly [number, string])[], code: string): number | undefined {
  return table.find(([, codes]) => codes.includes(code))?.[0];
}
