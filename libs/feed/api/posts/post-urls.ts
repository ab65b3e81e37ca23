import {
  BLUR_PLACEHOLDER_SIZE,
  type ContentRating,
  type PostImage,
  type PostReplayView,
  ROUTES,
  thumbnailSizesOf,
} from '@visionary/contract';
import type { PostReplay, StoredImage } from '../../domain/posts/post.js';

const thumbnailUrl = (postId: string, side: number, sha256: string): string =>
  ROUTES.postThumbnail.path.replace(':postId', postId).replace(':size', String(side)).replace(':hash', sha256);

const imageUrl = (postId: string): string => ROUTES.postImage.path.replace(':postId', postId);

export const presentPostImage = (postId: string, image: StoredImage, contentRating: ContentRating): PostImage => ({
  url: imageUrl(postId),
  width: image.width,
  height: image.height,
  thumbnails: thumbnailSizesOf(image).map((side) => ({ side, url: thumbnailUrl(postId, side, image.sha256) })),
  ...(contentRating !== 'everyone' && { blurPlaceholder: thumbnailUrl(postId, BLUR_PLACEHOLDER_SIZE, image.sha256) }),
});

export const presentPostReplay = (
  postId: string,
  { sha256, columns, width, height, steps, clip }: PostReplay,
): PostReplayView => {
  const url = (path: string, hash: string) => path.replace(':postId', postId).replace(':hash', hash);
  return {
    url: url(ROUTES.postReplaySheet.path, sha256),
    ...{ columns, width, height, steps: [...steps] },
    clip: { url: url(ROUTES.postClip.path, clip.sha256), bytes: clip.bytes },
  };
};

/** The smallest thumbnail. */
export const smallThumbnailUrl = (postId: string, image: StoredImage): string =>
  thumbnailUrl(postId, thumbnailSizesOf(image)[0]!, image.sha256);
