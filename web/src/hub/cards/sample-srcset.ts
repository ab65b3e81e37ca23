import type { SampleView } from '@visionary/contract';

/** `src` and `srcset` of a sample: the thumbnail if there is one, else the image. */
export function sampleSource({ url, width, small }: Pick<SampleView, 'url' | 'width' | 'small'>) {
  if (!small) return { src: url, srcset: undefined };
  return { src: small.url, srcset: `${small.url} ${small.width}w, ${url} ${width}w` };
}
