import { shallowReadonly, shallowRef } from 'vue';
import type { SkinTone } from './emoji-list.js';

const RECENT = 'visionary.emoji.recent';
const TONE = 'visionary.emoji.tone';
const MAX_SUGGESTIONS = 18;

/** Recent emoji of this browser, newest first, and the skin tone. */
const recent = shallowRef<readonly string[]>(read(RECENT)?.split(' ').filter(Boolean).slice(0, MAX_SUGGESTIONS) ?? []);
const tone = shallowRef<SkinTone>(toneOf(read(TONE)));

export const recentEmoji = shallowReadonly(recent);
export const skinTone = shallowReadonly(tone);

export function addRecentEmoji(emoji: string): void {
  recent.value = [emoji, ...recent.value.filter((one) => one !== emoji)].slice(0, MAX_SUGGESTIONS);
  write(RECENT, recent.value.join(' '));
}

export function setSkinTone(to: SkinTone): void {
  tone.value = to;
  write(TONE, String(to));
}

function toneOf(stored: string | null): SkinTone {
  const number = Number(stored);
  return ([0, 1, 2, 3, 4, 5] as const).find((known) => known === number) ?? 0;
}

/** Without storage, preferences last as long as the page. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}
