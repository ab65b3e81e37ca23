import type { Maturity, MeView, Sight } from '@visionary/contract';
import { computed, type ShallowRef } from 'vue';

/**
 * Whether a picture is covered for whoever looks.
 * @param sight `never`: a visitor, whom the server gives nothing else than what is for everybody
 * @param isWanted they want to see it, or it is their own
 */
export const isCoveredFor = (sight: Sight | 'never', maturity: Maturity, isWanted: boolean): boolean =>
  maturity !== 'everybody' && (sight === 'never' || (sight !== 'show' && !isWanted));

/**
 * What somebody wants to see of them, and who sees the same lists: who it is, and whether pictures that are not for everybody
 * are left out.
 */
export const seeing = (me: Readonly<ShallowRef<MeView | null>>) => ({
  sight: computed(() => me.value?.sight ?? 'never'),
  seer: computed(() => (me.value ? `${me.value.id}${me.value.sight === 'hide' ? ' hides' : ''}` : '')),
});
