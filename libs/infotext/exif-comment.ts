import { decodeLatin1, startsWith, viewOf } from './bytes.js';

const EXIF = latin1Codes('Exif\0\0');
const TYPE_LENGTH = 8;
/** EXIF 2.3 tags: pointer to the Exif directory, and the user comment. */
const TAG_EXIF_DIRECTORY = 0x8769;
const TAG_USER_COMMENT = 0x9286;
const ENTRY_BYTES = 12;

/** Finds the EXIF block of a JPEG or WebP. */
export function findExif(image: Uint8Array): Uint8Array | undefined {
  if (startsWith(image, [0xff, 0xd8])) return exifOfJpeg(image);
  if (startsWith(image, latin1Codes('RIFF')) && startsWith(image, latin1Codes('WEBP'), 8)) {
    return exifOfWebp(image);
  }
  return undefined;
}

/**
 * Reads the user comment of an EXIF block, where tools store infotext in formats other than PNG.
 * @returns undefined when it is truncated or points outside of the block
 */
export function readUserComment(exif: Uint8Array): string | undefined {
  const isLittleEndian = exif[0] === 0x49;
  const view = viewOf(exif);
  const directoryEntry = findEntry(view, isLittleEndian, uint32(view, 4, isLittleEndian), TAG_EXIF_DIRECTORY);
  const exifDirectory = directoryEntry && uint32(view, directoryEntry + 8, isLittleEndian);
  const entry = findEntry(view, isLittleEndian, exifDirectory, TAG_USER_COMMENT);
  if (entry === undefined) return undefined;
  const length = uint32(view, entry + 4, isLittleEndian)!;
  const start = uint32(view, entry + 8, isLittleEndian)!;
  if (length <= TYPE_LENGTH || start + length > exif.length) return undefined;
  const comment = exif.subarray(start, start + length);
  return decodeComment(decodeLatin1(comment.subarray(0, TYPE_LENGTH)), comment.subarray(TYPE_LENGTH));
}

function findEntry(
  view: DataView,
  isLittleEndian: boolean,
  directory: number | undefined,
  tag: number,
): number | undefined {
  if (directory === undefined || directory + 2 > view.byteLength) return undefined;
  const count = view.getUint16(directory, isLittleEndian);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * ENTRY_BYTES;
    if (entry + ENTRY_BYTES > view.byteLength) return undefined;
    if (view.getUint16(entry, isLittleEndian) === tag) return entry;
  }
  return undefined;
}

function uint32(view: DataView, offset: number, isLittleEndian: boolean): number | undefined {
  return offset + 4 <= view.byteLength ? view.getUint32(offset, isLittleEndian) : undefined;
}

/** "UNICODE" doesn't specify the byte order, and tools differ. Most text has zeros in the high byte. */
function decodeComment(type: string, text: Uint8Array): string {
  if (!type.startsWith('UNICODE')) return new TextDecoder().decode(text).replace(/\0+$/, '');
  let bigEndianBalance = 0;
  for (let i = 0; i + 1 < text.length; i += 2) bigEndianBalance += Number(text[i] === 0) - Number(text[i + 1] === 0);
  return new TextDecoder(bigEndianBalance < 0 ? 'utf-16le' : 'utf-16be').decode(text).replace(/\0+$/, '');
}

/** Walks the segments up to the image data. Each has a length. */
function exifOfJpeg(jpeg: Uint8Array): Uint8Array | undefined {
  const view = viewOf(jpeg);
  let offset = 2;
  while (offset + 4 <= jpeg.length && jpeg[offset] === 0xff && jpeg[offset + 1] !== 0xda) {
    const length = view.getUint16(offset + 2);
    const data = jpeg.subarray(offset + 4, offset + 2 + length);
    if (jpeg[offset + 1] === 0xe1 && startsWith(data, EXIF)) return data.subarray(EXIF.length);
    if (length < 2) return undefined;
    offset += 2 + length;
  }
  return undefined;
}

/** Walks the RIFF chunks. Chunks of odd length have a padding byte. */
function exifOfWebp(webp: Uint8Array): Uint8Array | undefined {
  const view = viewOf(webp);
  let offset = 12;
  while (offset + 8 <= webp.length) {
    const length = view.getUint32(offset + 4, true);
    const data = webp.subarray(offset + 8, offset + 8 + length);
    if (startsWith(webp, latin1Codes('EXIF'), offset)) {
      return startsWith(data, EXIF) ? data.subarray(EXIF.length) : data;
    }
    offset += 8 + length + (length % 2);
  }
  return undefined;
}

function latin1Codes(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
