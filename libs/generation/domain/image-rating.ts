import type { TakeImage } from './take.js';

export type ImageRating = NonNullable<TakeImage['level']>;
export type ContentRating = 'everyone' | 'sensitive' | 'adult';

const STRENGTH = ['sensitive', 'adult', 'held'] as const;

/** For whom an image is, of all that was said of it the strictest; undefined: for everybody. */
export const effectiveRating = ({
  level,
  authorRating,
}: Pick<TakeImage, 'level' | 'authorRating'>): ImageRating | undefined =>
  STRENGTH.findLast((one) => one === level || one === authorRating);

/** The stricter of two. */
export const stricterRating = (one: ContentRating, other: ContentRating): ContentRating =>
  STRENGTH.findLast((level): level is Exclude<ContentRating, 'everyone'> => level === one || level === other) ??
  'everyone';

/** What the check, or who moderates, says of it is this at least. */
export function raiseRating(image: TakeImage, atLeast: ContentRating): TakeImage {
  const authorRating = atLeast === 'everyone' ? undefined : atLeast;
  const level = effectiveRating({ level: image.level, authorRating });
  return { ...image, ...(level && { level }) };
}

/** What whoever published it says of it from now on; it takes nothing from what the check or a moderator said. */
export const applyAuthorRating = (
  { authorRating: _before, ...image }: TakeImage,
  contentRating: ContentRating,
): TakeImage => ({
  ...image,
  ...(contentRating !== 'everyone' && { authorRating: contentRating }),
});

/** A moderator has looked: what they say stands in the place of all that was said before. */
export const applyModeratorRating = (
  { isHidden: _covered, level: _level, authorRating: _said, ...image }: TakeImage,
  contentRating: ContentRating,
): TakeImage => ({ ...image, ...(contentRating !== 'everyone' && { level: contentRating }) });

/** What was decided of the same elsewhere is over: only this is left of it. What is held stays so. */
export const lowerRating = (image: TakeImage, decided: ContentRating, atLeast: ContentRating): TakeImage => {
  if (image.level !== decided) return image;
  const { level: _level, ...others } = image;
  return { ...others, ...(atLeast !== 'everyone' && { level: atLeast }) };
};
