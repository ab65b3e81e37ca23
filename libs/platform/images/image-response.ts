import { StreamableFile } from '@nestjs/common';
import type { BlobStore } from '@visionary/platform/blobs';
import type { Request, Response } from 'express';

export interface ImageResponse {
  readonly sha256: string;
  /** Whether anybody may keep it on the way, or only whoever asked. */
  readonly isPublic: boolean;
  readonly type: 'image/png' | 'image/webp';
}

/**
 * An image that never changes, to be kept for ever. Should a browser be talked into showing these bytes as a page, the page
 * can do nothing.
 * @returns undefined where whoever asks has it already, null where it is gone
 */
export const sendImage = async (
  { sha256, isPublic, type }: ImageResponse,
  blobs: BlobStore,
  request: Request,
  response: Response,
): Promise<StreamableFile | undefined | null> => {
  response.set({
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    // What is on its way to many may be covered one day: whoever keeps it for others asks again soon.
    'Cache-Control': `${isPublic ? 'public, s-maxage=600' : 'private'}, max-age=31536000, immutable`,
    ETag: `"${sha256}"`,
  });
  response.type(type);
  if (request.fresh) {
    response.status(304);
    return undefined;
  }
  const blob = await blobs.open(sha256);
  return blob && new StreamableFile(blob.stream, { length: blob.bytes, type });
};
