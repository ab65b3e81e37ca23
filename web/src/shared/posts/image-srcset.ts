import type { PostImage } from '@visionary/contract';

export interface PreviewSource {
  readonly src: string;
  readonly srcset: string | undefined;
}

/** `src` and `srcset` of an image: previews by width, or the image itself without previews. */
export function imageSrcset({ url, width, height, thumbnails }: PostImage): PreviewSource {
  const widthOf = (side: number) => Math.round(width >= height ? side : (side * width) / height);
  const bySize = [...thumbnails].sort((a, b) => a.side - b.side);
  const smallest = bySize[0];
  if (!smallest) return { src: url, srcset: undefined };
  return { src: smallest.url, srcset: bySize.map(({ side, url: at }) => `${at} ${widthOf(side)}w`).join(', ') };
}
