import { crc32 } from 'node:zlib';

/** A text kept inside a PNG under a keyword of 1 to 79 Latin-1 characters. */
export interface PngText {
  readonly keyword: string;
  readonly text: string;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Length and type before the data, checksum after it. */
const CHUNK_FRAME = 12;

/**
 * The same PNG with texts behind its header: tEXt where every character is Latin-1, else iTXt, both uncompressed
 * (PNG, third edition, 11.3.3).
 */
export function withPngText(png: Uint8Array, texts: readonly PngText[]): Uint8Array {
  const headerEnd = SIGNATURE.length + CHUNK_FRAME + chunkLength(png, SIGNATURE.length);
  const chunks = texts.map((one) => (isLatin1(one.text) ? latin1Chunk(one) : unicodeChunk(one)));
  return Buffer.concat([png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)]);
}

/**
 * The uncompressed texts of a PNG, by keyword. Whatever is cut off or no PNG gives what could be read before the fault.
 */
export function readPngText(png: Uint8Array): Map<string, string> {
  const texts = new Map<string, string>();
  if (!SIGNATURE.equals(png.subarray(0, SIGNATURE.length))) return texts;
  let at = SIGNATURE.length;
  while (at + CHUNK_FRAME <= png.length) {
    const length = chunkLength(png, at);
    const type = Buffer.from(png.subarray(at + 4, at + 8)).toString('latin1');
    const data = Buffer.from(png.subarray(at + 8, at + 8 + length));
    if (data.length < length || type === 'IEND') break;
    const text = type === 'tEXt' ? readLatin1(data) : type === 'iTXt' ? readUnicode(data) : undefined;
    if (text) texts.set(text.keyword, text.text);
    at += CHUNK_FRAME + length;
  }
  return texts;
}

function chunkLength(png: Uint8Array, at: number): number {
  return new DataView(png.buffer, png.byteOffset, png.byteLength).getUint32(at);
}

/** Above ASCII only what is printable in Latin-1; NUL would end the text. */
function isLatin1(text: string): boolean {
  return /^[\n\r\t\x20-\x7e\xa0-\xff]*$/.test(text);
}

function latin1Chunk({ keyword, text }: PngText): Buffer {
  return chunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'));
}

/** After the keyword: not compressed, no method, no language, no translated keyword. */
function unicodeChunk({ keyword, text }: PngText): Buffer {
  return chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')]));
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

function readLatin1(data: Buffer): PngText | undefined {
  const end = data.indexOf(0);
  if (end < 1) return undefined;
  return { keyword: data.toString('latin1', 0, end), text: data.toString('latin1', end + 1) };
}

function readUnicode(data: Buffer): PngText | undefined {
  const end = data.indexOf(0);
  const isCompressed = data[end + 1] !== 0;
  const language = data.indexOf(0, end + 3);
  const translated = data.indexOf(0, language + 1);
  if (end < 1 || isCompressed || language < 0 || translated < 0) return undefined;
  return { keyword: data.toString('latin1', 0, end), text: data.toString('utf8', translated + 1) };
}
