import type { SampleView } from '@visionary/contract';

/** For an `img` whose `sizes` says how wide it is shown: the small one where lists have one, else the image itself. */
export function sampleSource({ url, width, small }: Pick<SampleView, 'url' | 'width' | 'small'>) {
  if (!small) return { src: url, srcset: undefined };
  return { src: small.url, srcset: `${small.url} ${small.width}w, ${url} ${width}w` };
}
