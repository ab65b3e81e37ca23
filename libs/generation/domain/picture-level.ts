import type { TakePicture } from './take.js';

export type PictureLevel = NonNullable<TakePicture['level']>;
export type Maturity = 'everybody' | 'sensitive' | 'adult';

const STRENGTH = ['sensitive', 'adult', 'held'] as const;

/** For whom a picture is, of all that was said of it the strictest; undefined: for everybody. */
export const levelOf = ({ level, said }: Pick<TakePicture, 'level' | 'said'>): PictureLevel | undefined =>
  STRENGTH.findLast((one) => one === level || one === said);

/** The stricter of two. */
export const stricter = (one: Maturity, other: Maturity): Maturity =>
  STRENGTH.findLast((level): level is Exclude<Maturity, 'everybody'> => level === one || level === other) ??
  'everybody';

/** What the check, or who moderates, says of it is this at least. */
export function raisedOf(picture: TakePicture, atLeast: Maturity): TakePicture {
  const said = atLeast === 'everybody' ? undefined : atLeast;
  const level = levelOf({ level: picture.level, said });
  return { ...picture, ...(level && { level }) };
}

/** What whoever published it says of it from now on; it takes nothing from what the check or a moderator said. */
export const saidOf = ({ said: _before, ...picture }: TakePicture, maturity: Maturity): TakePicture => ({
  ...picture,
  ...(maturity !== 'everybody' && { said: maturity }),
});

/** A moderator has looked: what they say stands in the place of all that was said before. */
export const decidedOf = (
  { isCovered: _covered, level: _level, said: _said, ...picture }: TakePicture,
  maturity: Maturity,
): TakePicture => ({ ...picture, ...(maturity !== 'everybody' && { level: maturity }) });

/** What was decided of the same elsewhere is over: only this is left of it. What is held stays so. */
export const lowered = (picture: TakePicture, decided: Maturity, atLeast: Maturity): TakePicture => {
  if (picture.level !== decided) return picture;
  const { level: _level, ...others } = picture;
  return { ...others, ...(atLeast !== 'everybody' && { level: atLeast }) };
};
