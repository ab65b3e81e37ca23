import { LIMITS, type TermMatch, type TermScope } from '@visionary/contract';
import { useTimeoutFn } from '@vueuse/core';
import { computed, shallowRef, type ComputedRef } from 'vue';
import { useQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { remainingHits, type Texts } from './remaining-hits.js';

const REPEAT_WINDOW_MS = 2_000;
/** Typing without a pause must not delay the check: others see the text. */
const MAX_WAIT_MS = 500;

/** Blocked terms in texts being written, by the current lists. @param texts null disables the check */
export function useTermCheck(scope: TermScope, texts: () => Texts | null): ComputedRef<readonly TermMatch[]> {
  const socket = useSocket();
  const hasText = () => Object.values(texts() ?? {}).some((text) => text.trim() !== '');
  // After an error the known hits stay until the next check.
  const { data: checked, loadSoon } = useQuery(
    async () => {
      const current = cut(texts() ?? {});
      return { texts: current, hits: (await socket.send('safety.checkTexts', { scope, texts: { ...current } })).hits };
    },
    { on: [texts, socket.state], when: hasText, debounceMs: 120, maxWaitMs: MAX_WAIT_MS },
  );
  // All clients receive this event at once, so the check is delayed randomly.
  const delayMs = shallowRef(0);
  const repeat = useTimeoutFn(loadSoon, delayMs, { immediate: false });
  socket.on('safety.blockedTermsChanged', () => {
    delayMs.value = Math.random() * REPEAT_WINDOW_MS;
    repeat.start();
  });
  return computed(() => (checked.value ? remainingHits(checked.value, texts() ?? {}) : []));
}

/** The length is validated elsewhere. Cuts never split a character. */
const cut = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([field, text]) => [
      field,
      text.slice(0, LIMITS.messageLength).replaceAll('\u0000', ' ').toWellFormed(),
    ]),
  );
