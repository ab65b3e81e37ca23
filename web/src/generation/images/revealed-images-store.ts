import type { ImageView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { shouldBlur, useSessionStore } from '../../shared/session/index.js';

type Checked = Pick<ImageView, 'url' | 'isHidden' | 'contentRating'>;

/** Images of takes that the user revealed. A revealed image is revealed everywhere. */
export const useRevealedImagesStore = defineStore('revealed-images', () => {
  const session = useSessionStore();
  const revealed = shallowReactive(new Set<string>());
  /** The URL if the image is shown; images that are not shown are not loaded. */
  const addressOf = (image: Checked | undefined): string | undefined => {
    if (!image || image.isHidden || image.contentRating === 'held') return undefined;
    const isCovered = shouldBlur(session.preference, image.contentRating ?? 'everyone', revealed.has(image.url));
    return isCovered ? undefined : image.url;
  };
  return { addressOf, show: ({ url }: Checked): void => void revealed.add(url) };
});
