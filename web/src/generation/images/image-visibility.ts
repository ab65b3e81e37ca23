import type { ImageView } from '@visionary/contract';

/** Why an image is not shown as is: held for review, hidden by a moderator, sensitive, or adult. */
export const hiddenReason = ({
  isHidden,
  contentRating,
}: Pick<ImageView, 'isHidden' | 'contentRating'>): 'held' | 'removed' | 'sensitive' | 'adult' | null => {
  // Held for review counts as hidden until a moderator has decided.
  if (contentRating === 'held') return 'held';
  return isHidden ? 'removed' : (contentRating ?? null);
};

/** Whether the server delivers the image, so that it can be downloaded, published, or used as init image. */
export const isDownloadable = (image: Pick<ImageView, 'isHidden' | 'contentRating'> | undefined): boolean =>
  image !== undefined && [null, 'sensitive', 'adult'].includes(hiddenReason(image));
