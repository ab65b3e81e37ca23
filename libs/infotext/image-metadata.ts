import { findExif, readUserComment } from './exif-comment.js';
import { inflate } from './inflate.js';
import { decodeText, isPng, pngTextChunks } from './png-text.js';

/** The keyword that tools store infotext under in a PNG. */
export const PARAMETERS_KEYWORD = 'parameters';

/** Longer than any valid infotext or record. */
const MAX_TEXT_BYTES = 1024 * 1024;
const MAX_COMPRESSED = 16;

/**
 * Reads the texts inside an image by keyword: those of a PNG, compressed or not, or the user comment of a JPEG or
 * WebP as `parameters`. For truncated, corrupt, or other files it returns what is readable; never throws.
 */
export async function readImageMetadata(image: Uint8Array): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  if (!isPng(image)) {
    const exif = findExif(image);
    const comment = exif && readUserComment(exif);
    if (comment) texts.set(PARAMETERS_KEYWORD, comment);
    return texts;
  }
  let compressed = 0;
  for (const { keyword, data, isCompressed, encoding } of pngTextChunks(image)) {
    if (data.length > MAX_TEXT_BYTES || (isCompressed && ++compressed > MAX_COMPRESSED)) continue;
    const bytes = isCompressed ? await inflate(data, MAX_TEXT_BYTES) : data;
    if (bytes) texts.set(keyword, decodeText(bytes, encoding));
  }
  return texts;
}
