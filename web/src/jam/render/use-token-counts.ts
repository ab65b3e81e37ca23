import { LIMITS, type RoomPromptPrefixes } from '@visionary/contract';
import { mergePromptPrefixes, applyPromptPrefix } from '@visionary/infotext';
import { computed } from 'vue';
import { useQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useJamStore } from '../document/jam-store.js';

/** Token counts of both prompts with their prompt prefixes, for the chosen model; null until known. */
export function useTokenCounts(style: () => RoomPromptPrefixes | null) {
  const socket = useSocket();
  const jam = useJamStore();
  const request = computed(() => {
    const [written, excluded] = [jam.prompt, jam.negative].map((text) => text.slice(0, LIMITS.promptLength));
    const { prompt, negative } = applyPromptPrefix(
      { prompt: written ?? '', negative: excluded ?? '' },
      mergePromptPrefixes(style()?.promptPrefixes ?? []),
    );
    const { model, embeddings } = jam.settings;
    return { model, texts: [prompt, negative] as [string, string], ...(embeddings && { embeddings }) };
  });
  const { data, rejection } = useQuery(() => socket.send('jam.countTokens', request.value), {
    on: [request, socket.state],
    when: () => request.value.model !== '',
    debounceMs: 300,
  });
  return computed(() => {
    const [prompt, negative] = data.value?.counts ?? [];
    return rejection.value || !prompt || !negative ? null : { prompt, negative };
  });
}
