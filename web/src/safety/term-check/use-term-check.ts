import { LIMITS, type TermMatch, type TermScope } from '@visionary/contract';
import { useTimeoutFn } from '@vueuse/core';
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { type Checked, remainingHits, type Texts, TermChecker } from './term-checker.js';

const REPEAT_WINDOW_MS = 2_000;

/** Blocked terms in texts being written, by the current lists. @param texts null disables the check */
export function useTermCheck(scope: TermScope, texts: () => Texts | null): ComputedRef<readonly TermMatch[]> {
  const socket = useSocket();
  const checked = shallowRef<Checked>({ texts: {}, hits: [] });
  const checker = new TermChecker(
    async (checkedTexts) => (await socket.send('safety.checkTexts', { scope, texts: { ...checkedTexts } })).hits,
    (now) => (checked.value = now),
  );
  const look = () => {
    const now = texts();
    if (now && socket.state.value === 'up') checker.request(cut(now));
  };
  watch([texts, socket.state], look, { immediate: true });
  const delayMs = shallowRef(0);
  const repeat = useTimeoutFn(look, delayMs, { immediate: false });
  // All clients receive this event at once, so the check is delayed randomly.
  socket.on('safety.blockedTermsChanged', () => {
    delayMs.value = Math.random() * REPEAT_WINDOW_MS;
    repeat.start();
  });
  onScopeDispose(() => checker.stop());
  return computed(() => remainingHits(checked.value, texts() ?? {}));
}

/** The length is validated elsewhere. Cuts never split a character. */
const cut = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([field, text]) => [
      field,
      text.slice(0, LIMITS.messageLength).replaceAll('\u0000', ' ').toWellFormed(),
    ]),
  );
