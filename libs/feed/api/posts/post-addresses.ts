import { type PostImage, THUMBNAIL_SIZES, ROUTES, BLUR_PLACEHOLDER_SIZE } from '@visionary/contract';
import type { StoredImage, ContentRating } from '../../domain/posts/post.js';

/** Sides that an image is shown in: none beyond its own. */
export const sidesOf = ({ width, height }: Pick<StoredImage, 'width' | 'height'>): number[] =>
  THUMBNAIL_SIZES.filter((side) => side <= Math.max(width, height));

const previewAddress = (postId: string, side: number, sha256: string): string =>
  ROUTES.postThumbnail.path.replace(':postId', postId).replace(':side', String(side)).replace(':hash', sha256);

const imageAddress = (postId: string): string => ROUTES.postImage.path.replace(':postId', postId);

export const presentPostImage = (postId: string, image: StoredImage, contentRating: ContentRating): PostImage => ({
  url: imageAddress(postId),
  width: image.width,
  height: image.height,
  thumbnails: sidesOf(image).map((side) => ({ side, url: previewAddress(postId, side, image.sha256) })),
  ...(contentRating !== 'everyone' && { blurPlaceholder: previewAddress(postId, BLUR_PLACEHOLDER_SIZE, image.sha256) }),
});

/** The smallest that shows it. */
export const smallAddress = (postId: string, image: StoredImage): string => {
  const [side] = sidesOf(image);
  return side === undefined ? imageAddress(postId) : previewAddress(postId, side, image.sha256);
};
