import { useLocalStorage } from '@vueuse/core';
import { computed } from 'vue';
import type { SkinTone } from './emoji-list.js';

const MAX_SUGGESTIONS = 18;
const recent = useLocalStorage('visionary.emoji.recent', '', { writeDefaults: false });
const tone = useLocalStorage('visionary.emoji.tone', 0, { writeDefaults: false });

/** Recent emoji of this browser, newest first. */
export const recentEmoji = computed(() => recent.value.split(' ').filter(Boolean).slice(0, MAX_SUGGESTIONS));
export const skinTone = computed(() => ([0, 1, 2, 3, 4, 5] as const).find((one) => one === tone.value) ?? 0);

export function addRecentEmoji(emoji: string): void {
  recent.value = [emoji, ...recentEmoji.value.filter((one) => one !== emoji)].slice(0, MAX_SUGGESTIONS).join(' ');
}

export const setSkinTone = (to: SkinTone): void => void (tone.value = to);
