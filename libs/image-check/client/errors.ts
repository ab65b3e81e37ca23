/** Why there is no verdict: nobody may take that for a good one. */
export type UnavailableReason = 'late' | 'full' | 'not started' | 'crashed' | 'closed';

/** The judge could not answer in time. The image stays hidden, or is refused. */
export class ImageCheckerUnavailableError extends Error {
  override readonly name = 'JudgeAwayError';

  constructor(readonly reason: UnavailableReason) {
    super(`the judge of pictures is away: ${reason}`);
  }
}

/** What was given is no image that can be read. */
export class ImageUnreadableError extends Error {
  override readonly name = 'ImageUnreadableError';
}
