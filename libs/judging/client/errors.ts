/** Why there is no verdict: nobody may take that for a good one. */
export type AwayReason = 'late' | 'full' | 'not started' | 'crashed' | 'closed';

/** The judge could not answer in time. The picture stays hidden, or is refused. */
export class JudgeAwayError extends Error {
  override readonly name = 'JudgeAwayError';

  constructor(readonly reason: AwayReason) {
    super(`the judge of pictures is away: ${reason}`);
  }
}

/** What was given is no picture that can be read. */
export class PictureUnreadableError extends Error {
  override readonly name = 'PictureUnreadableError';
}
