/**
 * Lays out a zip archive of uncompressed files (APPNOTE 6.3.9) from lengths and checksums alone, so that any byte range can be
 * sent, and a repeated range has the same bytes.
 */
export interface ZippedFile {
  /** With forward slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly crc32: number;
}

/** A segment of the archive: bytes, or the content of a file. */
export type ZipSegment<F> = { readonly at: number; readonly bytes: number } & (
  | { readonly head: Buffer }
  | { readonly file: F }
);

export interface Layout<F> {
  readonly bytes: number;
  readonly segments: readonly ZipSegment<F>[];
}

const U16 = 0xffff;
const U32 = 0xffff_ffff;
const UTF8_NAMES = 0x0800;
/** The version with 64-bit lengths. */
const ZIP64_VERSION = 45;
const PLAIN_VERSION = 20;
const MADE_ON_UNIX = 3 << 8;
/** A regular file with mode 644. */
const UNIX_MODE = 0o100644 * 0x1_0000;
const ZIP64_FIELD = 1;

/** @param at ms since 1970: modification time of the files */
export const layoutZip = <F extends ZippedFile>(files: readonly F[], at: number): Layout<F> => {
  const segments: ZipSegment<F>[] = [];
  const directory: Buffer[] = [];
  let end = 0;
  const add = (segment: { head: Buffer } | { file: F }): void => {
    const bytes = 'head' in segment ? segment.head.length : segment.file.bytes;
    segments.push({ ...segment, at: end, bytes });
    end += bytes;
  };
  for (const file of files) {
    directory.push(entryOf(file, end, at));
    add({ head: localHeader(file, at) });
    if (file.bytes > 0) add({ file });
  }
  const directoryOffset = end;
  const entries = Buffer.concat(directory);
  add({ head: entries });
  add({ head: endOf(files.length, entries.length, directoryOffset) });
  return { bytes: end, segments };
};

const localHeader = (file: ZippedFile, at: number): Buffer => {
  const name = Buffer.from(file.path);
  const large = file.bytes >= U32 ? [file.bytes, file.bytes] : [];
  const extra = zip64Field(large);
  const size = large.length > 0 ? U32 : file.bytes;
  return Buffer.concat([
    little([4, 0x0403_4b50], [2, large.length > 0 ? ZIP64_VERSION : PLAIN_VERSION], [2, UTF8_NAMES], [2, 0]),
    little(...dosTime(at), [4, file.crc32], [4, size], [4, size], [2, name.length], [2, extra.length]),
    name,
    extra,
  ]);
};

const entryOf = (file: ZippedFile, offset: number, at: number): Buffer => {
  const name = Buffer.from(file.path);
  const isLarge = file.bytes >= U32;
  const extra = zip64Field([...(isLarge ? [file.bytes, file.bytes] : []), ...(offset >= U32 ? [offset] : [])]);
  const version = extra.length > 0 ? ZIP64_VERSION : PLAIN_VERSION;
  const size = isLarge ? U32 : file.bytes;
  return Buffer.concat([
    little([4, 0x0201_4b50], [2, MADE_ON_UNIX + version], [2, version], [2, UTF8_NAMES], [2, 0], ...dosTime(at)),
    little([4, file.crc32], [4, size], [4, size], [2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0]),
    little([4, UNIX_MODE], [4, Math.min(offset, U32)]),
    name,
    extra,
  ]);
};

const endOf = (files: number, bytes: number, begin: number): Buffer => {
  const isLarge = files >= U16 || bytes >= U32 || begin >= U32;
  const [count, length, offset] = [Math.min(files, U16), Math.min(bytes, U32), Math.min(begin, U32)];
  const plain = little([4, 0x0605_4b50], [2, 0], [2, 0], [2, count], [2, count], [4, length], [4, offset], [2, 0]);
  if (!isLarge) return plain;
  return Buffer.concat([
    little([4, 0x0606_4b50], [8, 44], [2, MADE_ON_UNIX + ZIP64_VERSION], [2, ZIP64_VERSION], [4, 0], [4, 0]),
    little([8, files], [8, files], [8, bytes], [8, begin]),
    little([4, 0x0706_4b50], [4, 0], [8, begin + bytes], [4, 1]),
    plain,
  ]);
};

const zip64Field = (values: readonly number[]): Buffer =>
  values.length === 0
    ? Buffer.alloc(0)
    : little([2, ZIP64_FIELD], [2, values.length * 8], ...values.map((value): [8, number] => [8, value]));

/** DOS time has a resolution of two seconds and starts in 1980. */
const dosTime = (at: number): [2, number][] => {
  const when = new Date(at);
  const date = ((when.getUTCFullYear() - 1980) << 9) | ((when.getUTCMonth() + 1) << 5) | when.getUTCDate();
  const time = (when.getUTCHours() << 11) | (when.getUTCMinutes() << 5) | (when.getUTCSeconds() >> 1);
  return [
    [2, time],
    [2, date],
  ];
};

/** Concatenates little-endian numbers of the given lengths. */
const little = (...numbers: readonly (readonly [2 | 4 | 8, number])[]): Buffer => {
  const bytes = Buffer.alloc(numbers.reduce((sum, [length]) => sum + length, 0));
  let at = 0;
  for (const [length, value] of numbers) {
    if (length === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, length);
    at += length;
  }
  return bytes;
};
