import type { SubjectDetails } from '@visionary/safety';
import { effectiveRating, type ContentRating, type ImageRating } from '../../domain/image-rating.js';
import type { Take, TakeImage } from '../../domain/take.js';

/** By this name what is set aside of takes finds back to them. */
export const TAKES_HANDLER = 'generation';

/** An image of a take as those who moderate see it. */
export const takeSubjectDetails = (take: Take, { sha256, width, height, ...image }: TakeImage): SubjectDetails => ({
  ...{ title: `${take.number}`, text: '', authorId: take.authorId, at: take.queuedAt },
  ...{ prompt: take.prompt, negative: take.negative },
  image: { sha256, width, height, type: 'image/png', contentRating: contentRatingOf(effectiveRating(image)) },
  path: `/rooms/${take.roomId}?take=${take.number}`,
});

const contentRatingOf = (level: ImageRating | undefined): ContentRating =>
  level === 'held' ? 'adult' : (level ?? 'everyone');
