import { LIMITS, type WordHit, type WordScope } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { type Checked, standing, type Texts, WordChecker } from './word-checker.js';

const AGAIN_WITHIN_MS = 2_000;

/** Listed words in texts that are being written, for whoever sees them, as the lists are now. @param texts null: nothing to look at */
export function useWordCheck(scope: WordScope, texts: () => Texts | null): ComputedRef<readonly WordHit[]> {
  const socket = useSocket();
  const checked = shallowRef<Checked>({ texts: {}, hits: [] });
  let again: ReturnType<typeof setTimeout> | undefined;
  const checker = new WordChecker(
    async (asked) => (await socket.send('safety.check', { scope, texts: { ...asked } })).hits,
    (now) => (checked.value = now),
  );
  const look = () => {
    const now = texts();
    if (now && socket.state.value === 'up') checker.wants(cut(now));
  };
  watch([texts, socket.state], look, { immediate: true });
  // Everybody hears of it at once: not everybody asks at once.
  socket.on('safety.termsChanged', () => {
    clearTimeout(again);
    again = setTimeout(look, Math.random() * AGAIN_WITHIN_MS);
  });
  onScopeDispose(() => {
    clearTimeout(again);
    checker.stop();
  });
  return computed(() => standing(checked.value, texts() ?? {}));
}

/** What is too long is told so elsewhere; no character is cut in half. */
const cut = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([field, text]) => [
      field,
      text.slice(0, LIMITS.messageLength).replaceAll('\u0000', ' ').toWellFormed(),
    ]),
  );
