import type { ContentRating } from '@visionary/contract';
import type { TakeImage } from './take.js';

export type ImageRating = NonNullable<TakeImage['level']>;

/** Weakest first. */
const RATINGS = ['sensitive', 'adult', 'held'] as const;

/** The stricter of both ratings of an image; undefined for everyone. */
export const effectiveRating = ({
  level,
  authorRating,
}: Pick<TakeImage, 'level' | 'authorRating'>): ImageRating | undefined =>
  RATINGS.findLast((rating) => rating === level || rating === authorRating);

/** Raises the rating by image check or moderator to at least `minimum`. */
export function raiseRating(image: TakeImage, minimum: ContentRating): TakeImage {
  const authorRating = minimum === 'everyone' ? undefined : minimum;
  const level = effectiveRating({ level: image.level, authorRating });
  return { ...image, ...(level && { level }) };
}

/** Replaces the rating of the publishing user. It never lowers that of the image check or a moderator. */
export const applyAuthorRating = (
  { authorRating: _before, ...image }: TakeImage,
  contentRating: ContentRating,
): TakeImage => ({
  ...image,
  ...(contentRating !== 'everyone' && { authorRating: contentRating }),
});

/** Replaces all ratings by that of a moderator, and shows the image. */
export const applyModeratorRating = (
  { isHidden: _hidden, level: _level, authorRating: _author, ...image }: TakeImage,
  contentRating: ContentRating,
): TakeImage => ({ ...image, ...(contentRating !== 'everyone' && { level: contentRating }) });

/** Reverts a decided rating to `minimum`. An image that is held for review stays held. */
export const lowerRating = (image: TakeImage, decidedRating: ContentRating, minimum: ContentRating): TakeImage => {
  if (image.level !== decidedRating) return image;
  const { level: _level, ...rest } = image;
  return { ...rest, ...(minimum !== 'everyone' && { level: minimum }) };
};
