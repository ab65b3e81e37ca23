import { LIMITS, type MeView, type AvatarCrop } from '@visionary/contract';
import { request, pathOf, rejectionFrom } from '../../../shared/api/call.js';
import { Rejection } from '../../../shared/api/rejection.js';
import { ROUTES } from '../../../shared/api/routes.js';
import { imageTypeOf } from './image-type.js';

/** Enough bytes to detect the image type. */
const HEAD_BYTES = 256;
/** Allows for a large image over a slow connection. */
const DEADLINE_MS = 120_000;

/** Why a file cannot become an avatar: a message key, or the rejection of the server. */
export type AvatarFileError = 'heic' | 'svg' | 'moving' | 'other' | 'large' | 'broken';

/** The chosen image, rotated by its EXIF orientation. */
export interface AvatarFile {
  readonly file: Blob;
  readonly bitmap: ImageBitmap;
}

/** Reads and validates a chosen file. The server validates it again. */
export async function readAvatarFile(file: Blob): Promise<AvatarFile | AvatarFileError> {
  if (file.size > LIMITS.uploadBytes) return 'large';
  const kind = imageTypeOf(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
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
 * Uploads the original file and the square to crop: the server creates the image.
 * @throws Rejection with the server's code, TIMEOUT or OFFLINE
 */
export async function uploadAvatar(file: Blob, crop: AvatarCrop): Promise<MeView> {
  const { method, path } = ROUTES.setAvatar;
  const response = await request(pathOf(path, {}, crop), {
    method,
    headers: { 'content-type': file.type || 'application/octet-stream' },
    body: file,
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!response.ok) throw await rejectionFrom(response);
  return response.json() as Promise<MeView>;
}

/**
 * Downloads the export of my data as one file.
 * @throws Rejection
 */
export async function downloadDataExport(): Promise<{ blob: Blob; name: string }> {
  const response = await request(ROUTES.exportAccount.path, { signal: AbortSignal.timeout(15 * 60_000) });
  if (!response.ok) throw await rejectionFrom(response);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'visionary.zip';
  try {
    return { blob: await response.blob(), name };
  } catch {
    throw new Rejection('OFFLINE');
  }
}
