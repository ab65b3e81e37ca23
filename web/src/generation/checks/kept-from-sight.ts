import type { PictureView } from '@visionary/contract';

/** Why a picture is not simply shown: held until a moderator has looked, taken from sight by one, sensitive or for adults. */
export const keptFromSight = ({
  isCovered,
  level,
}: Pick<PictureView, 'isCovered' | 'level'>): 'held' | 'covered' | 'sensitive' | 'adult' | null => {
  // What is held back is covered as well: nobody has decided anything yet.
  if (level === 'held') return 'held';
  return isCovered ? 'covered' : (level ?? null);
};

/** Whether it is served to anybody: it can be saved, published, and begun with. */
export const isServed = (picture: Pick<PictureView, 'isCovered' | 'level'> | undefined): boolean =>
  picture !== undefined && [null, 'sensitive', 'adult'].includes(keptFromSight(picture));
