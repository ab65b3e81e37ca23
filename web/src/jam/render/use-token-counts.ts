import { LIMITS, type RoomPromptPrefixes } from '@visionary/contract';
import { mergePromptPrefixes, applyPromptPrefix } from '@visionary/infotext';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { useJamStore } from '../document/jam-store.js';
import { TokenCounter, type TokenCounts } from './token-count.js';

/** Token counts of both prompts with their prompt prefixes, for the chosen model; null until known. */
export function useTokenCounts(style: () => RoomPromptPrefixes | null) {
  const socket = useSocket();
  const jam = useJamStore();
  const counts = shallowRef<TokenCounts | null>(null);
  const counter = new TokenCounter(
    async (request) => (await socket.send('jam.countTokens', request)).counts,
    (reply) => (counts.value = reply),
  );
  watch(
    [() => jam.settings.model, () => jam.prompt, () => jam.negative, style, socket.state],
    ([model, typed, awaited, present]) => {
      const written = { prompt: typed.slice(0, LIMITS.promptLength), negative: awaited.slice(0, LIMITS.promptLength) };
      const { prompt, negative } = applyPromptPrefix(written, mergePromptPrefixes(present?.promptPrefixes ?? []));
      counter.request({ model, texts: [prompt, negative] });
    },
    { immediate: true },
  );
  onScopeDispose(() => counter.stop());
  return counts;
}
