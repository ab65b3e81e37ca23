import { LIMITS, type RoomPromptPrefixes } from '@visionary/contract';
import { mergePromptPrefixes, applyPromptPrefix } from '@visionary/infotext';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { useJamStore } from '../document/jam-store.js';
import { TokenCounter, type TokenAnswer } from './token-count.js';

/** Tokens of both prompts as they are, with what the house adds, for the model that is chosen; null until known. */
export function useTokenCounts(style: () => RoomPromptPrefixes | null) {
  const socket = useSocket();
  const jam = useJamStore();
  const counts = shallowRef<TokenAnswer | null>(null);
  const counter = new TokenCounter(
    async (question) => (await socket.send('jam.countTokens', question)).counts,
    (answer) => (counts.value = answer),
  );
  watch(
    [() => jam.settings.model, () => jam.prompt, () => jam.negative, style, socket.state],
    ([model, typed, away, present]) => {
      const written = { prompt: typed.slice(0, LIMITS.promptLength), negative: away.slice(0, LIMITS.promptLength) };
      const { prompt, negative } = applyPromptPrefix(written, mergePromptPrefixes(present?.promptPrefixes ?? []));
      counter.wants({ model, texts: [prompt, negative] });
    },
    { immediate: true },
  );
  onScopeDispose(() => counter.stop());
  return counts;
}
