import { StreamableFile } from '@nestjs/common';
import type { BlobStore } from '@visionary/platform/blobs';
import type { Request, Response } from 'express';

export interface ImageResponse {
  readonly sha256: string;
  /** True if shared caches may store it. */
  readonly isPublic: boolean;
  readonly type: 'image/png' | 'image/webp' | 'image/gif';
}

/** Headers of an immutable image. The CSP sandbox disarms it if a browser renders the bytes as a page. */
export const imageHeaders = ({ sha256, isPublic, type }: ImageResponse, response: Response): void => {
  response.set({
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    // Shared caches revalidate soon, because a public image can be hidden later.
    'Cache-Control': `${isPublic ? 'public, s-maxage=600' : 'private'}, max-age=31536000, immutable`,
    ETag: `"${sha256}"`,
  });
  response.type(type);
};

/**
 * Sends an immutable image.
 * @returns undefined if the client has it already, null if it no longer exists
 */
export const sendImage = async (
  image: ImageResponse,
  blobs: BlobStore,
  request: Request,
  response: Response,
): Promise<StreamableFile | undefined | null> => {
  imageHeaders(image, response);
  if (request.fresh) {
    response.status(304);
    return undefined;
  }
  const blob = await blobs.open(image.sha256);
  return blob && new StreamableFile(blob.stream, { length: blob.bytes, type: image.type });
};
