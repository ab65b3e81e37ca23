import { LIMITS } from '@visionary/contract';
import { PARAMETERS, parseInfotext, readPictureText, settingsFromInfotext } from '@visionary/infotext';
import { readRecord, RECORD, withSchedule } from './picture-record.js';
import type { Found } from './restore.js';

/** A file somebody brought: no picture, or a picture, with what it says of how it was made if it says so. */
export type BroughtFile =
  | { readonly kind: 'noPicture' | 'tooLarge'; readonly name: string }
  | {
      readonly kind: 'picture';
      readonly file: File;
      readonly width: number;
      readonly height: number;
      readonly found: Found | null;
    };

const STARTS: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x52, 0x49, 0x46, 0x46],
];

/** By what is in it, whatever its name. */
export async function readFile(file: File): Promise<BroughtFile> {
  const { name } = file;
  if (file.size > LIMITS.uploadBytes) return { kind: 'tooLarge', name };
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!STARTS.some((start) => start.every((byte, at) => bytes[at] === byte))) return { kind: 'noPicture', name };
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return { kind: 'noPicture', name };
  const { width, height } = bitmap;
  bitmap.close();
  return { kind: 'picture', file, width, height, found: await foundIn(bytes) };
}

/** A record of ours says it exactly; infotext as other tools write it says most of it. */
async function foundIn(bytes: Uint8Array): Promise<Found | null> {
  const texts = await readPictureText(bytes);
  const parameters = texts.get(PARAMETERS)?.trim() ?? '';
  const infotext = parameters === '' ? null : parseInfotext(parameters);
  const record = readRecord(texts.get(RECORD) ?? '');
  if (record) return withSchedule(record, infotext);
  if (!infotext) return null;
  const isInfotext = infotext.parameters.length > 0 || infotext.negative !== '';
  return isInfotext || infotext.prompt !== '' ? settingsFromInfotext(infotext) : null;
}
