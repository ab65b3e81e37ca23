import type { FileBytes } from '../onnx/file-bytes.js';

/** APPNOTE.TXT of PKWARE, 4.3.12 and 4.3.16. */
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT = 65_535;

/** torch.save writes its pickle first, so a limit is safe. */
const MAX_NAMES = 2_000;

/**
 * Names of the entries of a zip file, from its central directory, which may follow other data, and its first local
 * header. Reads names only; unpacking is left to a library. Empty for other files.
 */
export function namesInZip(file: FileBytes): string[] {
  return [...localHeaderName(file), ...centralDirectoryNames(file)];
}

function localHeaderName(file: FileBytes): string[] {
  if (file.length < LOCAL_BYTES || file.copy(0, 4).readUInt32LE() !== LOCAL) return [];
  return [nameAt(file, LOCAL_BYTES, file.copy(26, 2).readUInt16LE())];
}

function centralDirectoryNames(file: FileBytes): string[] {
  if (file.length < END_BYTES) return [];
  const tailStart = Math.max(0, file.length - END_BYTES - MAX_COMMENT);
  const tail = file.copy(tailStart, file.length - tailStart);
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(END);
  const endRecord = tail.lastIndexOf(signature);
  if (endRecord < 0 || endRecord + END_BYTES > tail.length) return [];
  const directoryBytes = tail.readUInt32LE(endRecord + 12);
  // Data before the zip shifts all offsets, but the central directory always ends where the end record starts.
  return namesFrom(file, Math.max(0, tailStart + endRecord - directoryBytes));
}

function namesFrom(file: FileBytes, start: number): string[] {
  const names: string[] = [];
  for (let offset = start; offset + ENTRY_BYTES <= file.length && names.length < MAX_NAMES;) {
    const head = file.copy(offset, ENTRY_BYTES);
    if (head.readUInt32LE() !== ENTRY) break;
    const nameBytes = head.readUInt16LE(28);
    names.push(nameAt(file, offset + ENTRY_BYTES, nameBytes));
    offset += ENTRY_BYTES + nameBytes + head.readUInt16LE(30) + head.readUInt16LE(32);
  }
  return names;
}

function nameAt(file: FileBytes, start: number, bytes: number): string {
  const length = Math.min(bytes, file.length - start);
  return length > 0 ? file.copy(start, length).toString('utf8') : '';
}
