import { LIMITS, MeView, ROUTES, type PictureCrop } from '@visionary/contract';
import { ask, pathOf, refusalIn } from '../../shared/api/call.js';
import { Refused } from '../../shared/refused.js';
import { kindOf } from './picture-kind.js';

/** Enough of a file to tell what it is. */
const HEAD_BYTES = 256;
/** A large picture over a slow line. */
const DEADLINE_MS = 120_000;

/** Why a file cannot become a picture of somebody: a key of the words, or what the server says. */
export type PictureProblem = 'heic' | 'svg' | 'moving' | 'other' | 'large' | 'broken';

/** What somebody has chosen, upright as cameras meant it. */
export interface ChosenPicture {
  readonly file: Blob;
  readonly bitmap: ImageBitmap;
}

/** Reads a chosen file as far as this side can judge it; the server looks again. */
export async function readPicture(file: Blob): Promise<ChosenPicture | PictureProblem> {
  if (file.size > LIMITS.uploadBytes) return 'large';
  const kind = kindOf(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  if (kind !== 'good') return kind;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    if (bitmap.width * bitmap.height <= LIMITS.uploadPixels) return { file, bitmap };
    bitmap.close();
    return 'large';
  } catch {
    return 'broken';
  }
}

/**
 * The file as it is and the square to cut from it: the server makes the picture.
 * @throws Refused with the server's code, TIMEOUT or OFFLINE
 */
export async function sendPicture(file: Blob, crop: PictureCrop): Promise<MeView> {
  const { method, path } = ROUTES.changeMyPicture;
  const response = await ask(pathOf(path, {}, crop), {
    method,
    headers: { 'content-type': file.type || 'application/octet-stream' },
    body: file,
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!response.ok) throw await refusalIn(response);
  return MeView.parse(await response.json());
}

/**
 * Everything of mine as one file, handed to the browser to save.
 * @throws Refused
 */
export async function fetchExport(): Promise<{ blob: Blob; name: string }> {
  const response = await ask(ROUTES.exportMe.path, { signal: AbortSignal.timeout(15 * 60_000) });
  if (!response.ok) throw await refusalIn(response);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'visionary.zip';
  try {
    return { blob: await response.blob(), name };
  } catch {
    throw new Refused('OFFLINE');
  }
}
