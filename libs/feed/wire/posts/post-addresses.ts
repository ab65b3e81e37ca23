import { type PostPicture, PREVIEW_SIDES, ROUTES, VEIL_SIDE } from '@visionary/contract';
import type { KeptPicture, Maturity } from '../../domain/posts/post.js';

/** Sides that a picture is shown in: none beyond its own. */
export const sidesOf = ({ width, height }: Pick<KeptPicture, 'width' | 'height'>): number[] =>
  PREVIEW_SIDES.filter((side) => side <= Math.max(width, height));

const previewAddress = (postId: string, side: number, sha256: string): string =>
  ROUTES.postPreview.path.replace(':postId', postId).replace(':side', String(side)).replace(':hash', sha256);

const pictureAddress = (postId: string): string => ROUTES.postPicture.path.replace(':postId', postId);

export const presentPostPicture = (postId: string, picture: KeptPicture, maturity: Maturity): PostPicture => ({
  url: pictureAddress(postId),
  width: picture.width,
  height: picture.height,
  previews: sidesOf(picture).map((side) => ({ side, url: previewAddress(postId, side, picture.sha256) })),
  ...(maturity !== 'everybody' && { veil: previewAddress(postId, VEIL_SIDE, picture.sha256) }),
});

/** The smallest that shows it. */
export const smallAddress = (postId: string, picture: KeptPicture): string => {
  const [side] = sidesOf(picture);
  return side === undefined ? pictureAddress(postId) : previewAddress(postId, side, picture.sha256);
};
