import type { FileFaultReason } from '../fault.js';
import type { FileBytes } from '../onnx/file-bytes.js';
import { InspectionError } from './result.js';

/** A vocabulary of 250,000 entries takes about 10 MB; no valid file is larger. */
const MAX_JSON_BYTES = 64 * 2 ** 20;
const MAX_TEXT_BYTES = 16 * 2 ** 20;
/** Deeper than any config. JSON.parse has no limit of its own. */
const MAX_DEPTH = 100;

/**
 * @returns the parsed value
 * @throws InspectionError
 */
export function requireJson(file: FileBytes, path: string): unknown {
  const text = decode(file, path, MAX_JSON_BYTES);
  if (depthOf(text) > MAX_DEPTH) {
    throw invalidFileError(path, 'nestingTooDeep', 'it is nested deeper than any file of a model');
  }
  try {
    return JSON.parse(text.replace(/: *(-?Infinity|NaN)\b/g, ': null'));
  } catch {
    throw invalidFileError(path, 'notJson', 'it is not JSON');
  }
}

/** @throws InspectionError */
export function requireText(file: FileBytes, path: string): void {
  decode(file, path, MAX_TEXT_BYTES);
}

/**
 * Checks the signature: PNG, JPEG, or WebP.
 * @throws InspectionError
 */
export function requireImage(file: FileBytes, path: string): void {
  const head = file.slice(0, Math.min(16, file.length)).toString('latin1');
  const isKnown =
    head.startsWith('\x89PNG\r\n\x1a\n') || head.startsWith('\xff\xd8\xff') || /^RIFF.{4}WEBP/s.test(head);
  if (!isKnown) {
    throw new InspectionError('MODEL_FILE_TYPE_UNSUPPORTED', {
      ...{ path, reasonKey: 'notAnImage', reason: 'it has the name of an image but is none' },
    });
  }
}

function decode(file: FileBytes, path: string, maxBytes: number): string {
  if (file.length > maxBytes) {
    const bytes = file.length;
    const detail = { reasonKey: 'fileTooLarge', bytes, most: maxBytes, reason: `${bytes} bytes is too much` } as const;
    throw new InspectionError('MODEL_TOO_LARGE', { path, ...detail });
  }
  const bytes = file.copy(0, file.length);
  if (bytes.includes(0)) throw invalidFileError(path, 'notText', 'it is not text');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidFileError(path, 'notText', 'it is not UTF-8 text');
  }
}

/** Maximum nesting depth of brackets outside of strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0, isQuoted = false; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      if (character === '\\') at++;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

function invalidFileError(path: string, reasonKey: FileFaultReason['reasonKey'], reason: string): InspectionError {
  return new InspectionError('MODEL_FOLDER_INVALID', { path, reasonKey, reason });
}
