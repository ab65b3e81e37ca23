import { LIMITS } from '@visionary/contract';
import {
  IMAGE_RECORD_KEYWORD,
  PARAMETERS_KEYWORD,
  parseInfotext,
  readImageMetadata,
  settingsFromInfotext,
} from '@visionary/infotext';
import { parseMetadata, withSchedule } from './embedded-metadata.js';
import type { ImportedParameters } from './resolve-parameters.js';

/** A dropped or chosen file: no image, or an image with its generation data, if any. */
export type ImportedFile =
  | { readonly kind: 'noImage' | 'tooLarge'; readonly name: string }
  | {
      readonly kind: 'image';
      readonly file: File;
      readonly width: number;
      readonly height: number;
      readonly found: ImportedParameters | null;
    };

const STARTS: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x52, 0x49, 0x46, 0x46],
];

/** Detects the type by content, ignoring the name. */
export async function readImageFile(file: File): Promise<ImportedFile> {
  const { name } = file;
  if (file.size > LIMITS.uploadBytes) return { kind: 'tooLarge', name };
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!STARTS.some((start) => start.every((byte, at) => bytes[at] === byte))) return { kind: 'noImage', name };
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return { kind: 'noImage', name };
  const { width, height } = bitmap;
  bitmap.close();
  return { kind: 'image', file, width, height, found: await parametersFromPost(bytes) };
}

/** Prefers our own metadata, which is exact, over the infotext of other tools. */
async function parametersFromPost(bytes: Uint8Array): Promise<ImportedParameters | null> {
  const texts = await readImageMetadata(bytes);
  const parameters = texts.get(PARAMETERS_KEYWORD)?.trim() ?? '';
  const infotext = parameters === '' ? null : parseInfotext(parameters);
  const record = parseMetadata(texts.get(IMAGE_RECORD_KEYWORD) ?? '');
  if (record) return withSchedule(record, infotext);
  if (!infotext) return null;
  const isInfotext = infotext.parameters.length > 0 || infotext.negative !== '';
  return isInfotext || infotext.prompt !== '' ? settingsFromInfotext(infotext) : null;
}
