import type { ImageView } from '@visionary/contract';

/** Why an image is not simply shown: held until a moderator has looked, taken from sight by one, sensitive or for adults. */
export const hiddenReason = ({
  isHidden,
  contentRating,
}: Pick<ImageView, 'isHidden' | 'contentRating'>): 'held' | 'covered' | 'sensitive' | 'adult' | null => {
  // What is held back is covered as well: nobody has decided anything yet.
  if (contentRating === 'held') return 'held';
  return isHidden ? 'covered' : (contentRating ?? null);
};

/** Whether it is served to anybody: it can be saved, published, and begun with. */
export const isDownloadable = (image: Pick<ImageView, 'isHidden' | 'contentRating'> | undefined): boolean =>
  image !== undefined && [null, 'sensitive', 'adult'].includes(hiddenReason(image));
