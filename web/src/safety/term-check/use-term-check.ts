import { LIMITS, type TermMatch, type TermScope } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { type Checked, remainingHits, type Texts, TermChecker } from './term-checker.js';

const REPEAT_WINDOW_MS = 2_000;

/** Listed words in texts that are being written, for whoever sees them, as the lists are now. @param texts null: nothing to look at */
export function useTermCheck(scope: TermScope, texts: () => Texts | null): ComputedRef<readonly TermMatch[]> {
  const socket = useSocket();
  const checked = shallowRef<Checked>({ texts: {}, hits: [] });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const checker = new TermChecker(
    async (checkedTexts) => (await socket.send('safety.checkTexts', { scope, texts: { ...checkedTexts } })).hits,
    (now) => (checked.value = now),
  );
  const look = () => {
    const now = texts();
    if (now && socket.state.value === 'up') checker.request(cut(now));
  };
  watch([texts, socket.state], look, { immediate: true });
  // Everybody hears of it at once: not everybody asks at once.
  socket.on('safety.blockedTermsChanged', () => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.random() * REPEAT_WINDOW_MS);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    checker.stop();
  });
  return computed(() => remainingHits(checked.value, texts() ?? {}));
}

/** What is too long is told so elsewhere; no character is cut in half. */
const cut = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([field, text]) => [
      field,
      text.slice(0, LIMITS.messageLength).replaceAll('\u0000', ' ').toWellFormed(),
    ]),
  );
