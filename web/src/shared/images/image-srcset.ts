import { type ImageView, type PostImage, thumbnailSizesOf } from '@visionary/contract';

export interface ImageSource {
  readonly src: string;
  readonly srcset: string | undefined;
}

/** `src` and `srcset` of an image: its thumbnails by width, or the image itself without any. */
export function imageSrcset({ url, width, height, thumbnails }: PostImage): ImageSource {
  const widthOf = (side: number) => Math.round(width >= height ? side : (side * width) / height);
  const bySize = [...thumbnails].sort((a, b) => a.side - b.side);
  const smallest = bySize[0];
  if (!smallest) return { src: url, srcset: undefined };
  return { src: smallest.url, srcset: bySize.map(({ side, url: at }) => `${at} ${widthOf(side)}w`).join(', ') };
}

/** The same of an image of a take. Its PNG would take five times the bytes. */
export function takeImageSrcset(image: ImageView): ImageSource {
  const thumbnails = thumbnailSizesOf(image).map((side) => ({
    side,
    url: `${image.url}/thumbnails/${side}/${image.sha256}`,
  }));
  return imageSrcset({ ...image, thumbnails });
}
