export type UnavailableReason = 'late' | 'full' | 'not started' | 'crashed' | 'closed';

/** There is no verdict in time. The image stays hidden or is rejected. */
export class ImageCheckerUnavailableError extends Error {
  override readonly name = 'ImageCheckerUnavailableError';

  constructor(readonly reason: UnavailableReason) {
    super(`the image checker is unavailable: ${reason}`);
  }
}

/** The bytes can't be decoded as an image. */
export class ImageUnreadableError extends Error {
  override readonly name = 'ImageUnreadableError';
}
