import type { ContentRating, MeView, SensitiveContentMode } from '@visionary/contract';
import { computed, type ShallowRef } from 'vue';

/**
 * Whether an image is covered for whoever looks.
 * @param sight `never`: a visitor, whom the server gives nothing else than what is for everybody
 * @param isWanted they want to see it, or it is their own
 */
export const shouldBlur = (
  preference: SensitiveContentMode | 'never',
  contentRating: ContentRating,
  isWanted: boolean,
): boolean => contentRating !== 'everyone' && (preference === 'never' || (preference !== 'show' && !isWanted));

/**
 * What somebody wants to see of them, and who sees the same lists: who it is, and whether images that are not for everybody
 * are left out.
 */
export const viewerPreferences = (me: Readonly<ShallowRef<MeView | null>>) => ({
  preference: computed(() => me.value?.sensitiveContentMode ?? 'never'),
  viewerKey: computed(() =>
    me.value ? `${me.value.id}${me.value.sensitiveContentMode === 'hide' ? ' hides' : ''}` : '',
  ),
});
