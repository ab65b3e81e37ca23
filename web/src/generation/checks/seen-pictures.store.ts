import type { PictureView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { isCoveredFor, useSession } from '../../shared/session/index.js';

type Checked = Pick<PictureView, 'url' | 'isCovered' | 'level'>;

/** Pictures of takes: which of them this page shows. One that somebody wanted to see is seen wherever it stands. */
export const useSeenPictures = defineStore('seen-pictures', () => {
  const session = useSession();
  const wanted = shallowReactive(new Set<string>());
  /** Its address, where it is shown; what is not shown is not even fetched. */
  const addressOf = (picture: Checked | undefined): string | undefined => {
    if (!picture || picture.isCovered || picture.level === 'held') return undefined;
    const isCovered = isCoveredFor(session.sight, picture.level ?? 'everybody', wanted.has(picture.url));
    return isCovered ? undefined : picture.url;
  };
  return { addressOf, show: ({ url }: Checked): void => void wanted.add(url) };
});
