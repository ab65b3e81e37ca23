import type { FileBytes } from '../onnx/file-bytes.js';
import { namesInZip } from './zip-names.js';

/** Names of pickles inside the zip files that torch.save writes. */
const PICKLE_NAME = /\.(pkl|pickle|pt|pth|ckpt)$/i;

/** Pickle opcodes by length of their fixed argument: https://docs.python.org/3/library/pickletools.html */
const FIXED_ARGUMENTS: readonly (readonly [number, string])[] = [
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
const LINE_ARGUMENTS: readonly (readonly [number, string])[] = [
  [1, 'FILSVPgp'],
  [2, 'ci'],
];

const PROTOCOL = 0x80;
const STOP = '.';
/** Number of valid opcodes after which a file counts as a pickle. Other data fails sooner. */
const MIN_VALID_OPCODES = 12;
const MAX_INSPECTED_BYTES = 64 * 1024;

/** Detects files that execute code when loaded: a pickle with a protocol header, or a zip file that contains one. */
export function isPickle(file: FileBytes, name: string): boolean {
  if (startsAsPickle(file) && !startsAsSafetensors(file, name)) return true;
  return namesInZip(file).some((entry) => PICKLE_NAME.test(entry));
}

/** The length of a header may begin like a pickle. Only files with this name have their header parsed. */
function startsAsSafetensors(file: FileBytes, name: string): boolean {
  if (!/\.safetensors$/iu.test(name) || file.length <= 8 || file.byteAt(8) !== 0x7b) return false;
  return file.slice(0, 8).readBigUInt64LE() + 8n <= BigInt(file.length);
}

function startsAsPickle(file: FileBytes): boolean {
  const end = Math.min(file.length, MAX_INSPECTED_BYTES);
  if (end < 4 || file.byteAt(0) !== PROTOCOL || file.byteAt(1) < 1 || file.byteAt(1) > 5) return false;
  let position = 2;
  for (let steps = 0; position < end; steps++) {
    const opcode = String.fromCharCode(file.byteAt(position));
    if (opcode === STOP || steps >= MIN_VALID_OPCODES) return true;
    const next = skipArgument(file, opcode, position + 1, end);
    if (next === undefined) return false;
    position = next;
  }
  // The last argument exceeds the inspected part, and all opcodes before it were valid.
  return true;
}

function skipArgument(file: FileBytes, opcode: string, start: number, end: number): number | undefined {
  const fixed = findOpcode(FIXED_ARGUMENTS, opcode);
  if (fixed !== undefined) return start + fixed;
  const lines = findOpcode(LINE_ARGUMENTS, opcode);
  if (lines !== undefined) return skipLines(file, lines, start, end);
  const lengthBytes = findOpcode(LENGTH_PREFIXED, opcode);
  if (lengthBytes === undefined || start + lengthBytes > end) return undefined;
  return start + lengthBytes + file.slice(start, lengthBytes).readUIntLE(0, Math.min(lengthBytes, 6));
}

function skipLines(file: FileBytes, lines: number, start: number, end: number): number | undefined {
  let remaining = lines;
  for (let at = start; at < end; at++) {
    if (file.byteAt(at) === 0x0a && --remaining === 0) return at + 1;
  }
  return undefined;
}

function findOpcode(table: readonly (readonly [number, string])[], code: string): number | undefined {
  return table.find(([, codes]) => codes.includes(code))?.[0];
}
