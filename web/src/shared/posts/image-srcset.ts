import type { PostImage } from '@visionary/contract';

export interface PreviewSource {
  readonly src: string;
  readonly srcset: string | undefined;
}

/** For an `img` whose `sizes` says how wide it is shown: previews by their width; the image itself where there is none. */
export function imageSrcset({ url, width, height, thumbnails }: PostImage): PreviewSource {
  const widthOf = (side: number) => Math.round(width >= height ? side : (side * width) / height);
  const known = [...thumbnails].sort((a, b) => a.side - b.side);
  const smallest = known[0];
  if (!smallest) return { src: url, srcset: undefined };
  return { src: smallest.url, srcset: known.map(({ side, url: at }) => `${at} ${widthOf(side)}w`).join(', ') };
}
