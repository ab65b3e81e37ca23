import { concat, decodeLatin1, encodeLatin1, startsWith, viewOf } from './bytes.js';
import { crc32 } from './crc32.js';

/** A text in a PNG with a keyword of 1 to 79 Latin-1 characters. */
export interface PngText {
  readonly keyword: string;
  readonly text: string;
}

/** A text chunk as read from a PNG, possibly zlib-compressed. */
export interface PngTextChunk {
  readonly keyword: string;
  readonly data: Uint8Array;
  readonly isCompressed: boolean;
  readonly encoding: 'latin1' | 'utf8';
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Length and type before the data, and the CRC after it. */
const CHUNK_FRAME = 12;
const MAX_KEYWORD_LENGTH = 79;

export function isPng(bytes: Uint8Array): boolean {
  return startsWith(bytes, SIGNATURE);
}

/**
 * Inserts texts after the header of a PNG: as tEXt if all characters are Latin-1, otherwise as iTXt, both
 * uncompressed (PNG, third edition, 11.3.3).
 */
export function withPngText(png: Uint8Array, texts: readonly PngText[]): Uint8Array {
  const headerEnd = SIGNATURE.length + CHUNK_FRAME + viewOf(png).getUint32(SIGNATURE.length);
  const chunks = texts.map((one) => (isLatin1(one.text) ? encodeLatin1Chunk(one) : encodeUnicodeChunk(one)));
  return concat(png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd));
}

/** Reads the uncompressed texts of a PNG by keyword. For truncated or other files it returns what is readable. */
export function readPngText(png: Uint8Array): Map<string, string> {
  const uncompressed = [...pngTextChunks(png)].filter(({ isCompressed }) => !isCompressed);
  return new Map(
    uncompressed.map((encodeChunk) => [encodeChunk.keyword, decodeText(encodeChunk.data, encodeChunk.encoding)]),
  );
}

/** Iterates over the texts of a PNG in order. Stops at an invalid length. */
export function* pngTextChunks(png: Uint8Array): Generator<PngTextChunk> {
  if (!isPng(png)) return;
  const view = viewOf(png);
  let offset = SIGNATURE.length;
  while (offset + CHUNK_FRAME <= png.length) {
    const length = view.getUint32(offset);
    const type = decodeLatin1(png.subarray(offset + 4, offset + 8));
    if (type === 'IEND' || length > png.length - offset - CHUNK_FRAME) return;
    const chunk = READERS[type]?.(png.subarray(offset + 8, offset + 8 + length));
    if (chunk) yield chunk;
    offset += CHUNK_FRAME + length;
  }
}

export function decodeText(data: Uint8Array, encoding: PngTextChunk['encoding']): string {
  return encoding === 'latin1' ? decodeLatin1(data) : new TextDecoder().decode(data);
}

/** NUL would end the text for readers of C strings. */
function isLatin1(text: string): boolean {
  return /^[\u0001-\u00ff]*$/.test(text);
}

function encodeLatin1Chunk({ keyword, text }: PngText): Uint8Array {
  return chunk('tEXt', encodeLatin1(`${keyword}\0${text}`));
}

/** After the keyword: not compressed, no method, no language, no translated keyword. */
function encodeUnicodeChunk({ keyword, text }: PngText): Uint8Array {
  return chunk('iTXt', concat(encodeLatin1(`${keyword}\0\0\0\0\0`), new TextEncoder().encode(text)));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const typeAndData = concat(encodeLatin1(type), data);
  const bytes = new Uint8Array(typeAndData.length + 8);
  const view = viewOf(bytes);
  view.setUint32(0, data.length);
  bytes.set(typeAndData, 4);
  view.setUint32(typeAndData.length + 4, crc32(typeAndData));
  return bytes;
}

const READERS: Readonly<Record<string, (data: Uint8Array) => PngTextChunk | undefined>> = {
  tEXt: (data) =>
    readKeyword(data, (end) => ({ data: data.subarray(end + 1), isCompressed: false, encoding: 'latin1' })),
  // After the keyword comes one byte for the method, which has only one value.
  zTXt: (data) =>
    readKeyword(data, (end) => ({ data: data.subarray(end + 2), isCompressed: true, encoding: 'latin1' })),
  iTXt: (data) => readKeyword(data, (end) => readUnicode(data, end)),
};

function readKeyword(
  data: Uint8Array,
  read: (keywordEnd: number) => Omit<PngTextChunk, 'keyword'> | undefined,
): PngTextChunk | undefined {
  const end = data.subarray(0, MAX_KEYWORD_LENGTH + 1).indexOf(0);
  const rest = end < 1 ? undefined : read(end);
  return rest && { keyword: decodeLatin1(data.subarray(0, end)), ...rest };
}

function readUnicode(data: Uint8Array, end: number): Omit<PngTextChunk, 'keyword'> | undefined {
  const languageEnd = data.indexOf(0, end + 3);
  const translatedEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
  if (translatedEnd < 0) return undefined;
  return { data: data.subarray(translatedEnd + 1), isCompressed: data[end + 1] !== 0, encoding: 'utf8' };
}
