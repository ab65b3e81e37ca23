import { LIMITS } from '@visionary/contract';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { useSocket } from '../shared/socket/index.js';
import { useJam } from './jam-store.js';
import { TokenCounter, type TokenAnswer } from './token-count.js';

/** Tokens of both prompts as they are, for the model that is chosen; null until known. */
export function useTokenCounts() {
  const socket = useSocket();
  const jam = useJam();
  const counts = shallowRef<TokenAnswer | null>(null);
  const counter = new TokenCounter(
    async (question) => (await socket.send('jam.count', question)).counts,
    (answer) => (counts.value = answer),
  );
  watch(
    [() => jam.settings.model, () => jam.prompt, () => jam.negative, socket.state],
    ([model, prompt, negative]) =>
      counter.wants({ model, texts: [prompt.slice(0, LIMITS.promptLength), negative.slice(0, LIMITS.promptLength)] }),
    { immediate: true },
  );
  onScopeDispose(() => counter.stop());
  return counts;
}
