import type { ContentRating, MeView, SensitiveContentMode } from '@visionary/contract';
import { computed, type ShallowRef } from 'vue';

/**
 * Whether a rated image is blurred for this viewer. @param sight `never` for visitors, who get only what is for
 * everyone @param isWanted it was revealed, or is the viewer's own
 */
export const shouldBlur = (
  preference: SensitiveContentMode | 'never',
  contentRating: ContentRating,
  isWanted: boolean,
): boolean => contentRating !== 'everyone' && (preference === 'never' || (preference !== 'show' && !isWanted));

/** The viewer's rating preference, and the cache key of lists: the user, and whether rated images are left out. */
export const viewerPreferences = (me: Readonly<ShallowRef<MeView | null>>) => ({
  preference: computed(() => me.value?.sensitiveContentMode ?? 'never'),
  viewerKey: computed(() =>
    me.value ? `${me.value.id}${me.value.sensitiveContentMode === 'hide' ? ' hides' : ''}` : '',
  ),
});
