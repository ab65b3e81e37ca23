import { shallowRef, watch } from 'vue';
import { isOver, type PromptPair, useTakesStore } from '../../generation/index.js';
import { useRoomStore } from '../../rooms/index.js';
import { isSamePrompt, RecentPrompts } from './recent-prompts.js';

/**
 * Takes whose prompt was not the shared one when they were queued, such as those of `/imagine`, with the shared prompt of
 * that time. Of takes that were queued before the room was opened, nobody knows.
 */
export function useSeparateTakes(shared: () => PromptPair) {
  const [takes, room] = [useTakesStore(), useRoomStore()];
  const recent = new RecentPrompts();
  const separate = shallowRef<ReadonlyMap<string, PromptPair>>(new Map());
  watch(shared, (_, before) => recent.add(before, Date.now()), { flush: 'sync' });
  watch([() => takes.takes.list, () => room.connectionState === 'live'], ([list, isLive], [before, wasLive]) => {
    if (!isLive || !wasLive) return;
    const newest = before[0]?.number ?? 0;
    const pair = shared();
    const added = list.filter((take) => take.number > newest && !isOver(take));
    const found = added.filter((take) => !isSamePrompt(take, pair) && !recent.has(take, Date.now()));
    if (found.length === 0) return;
    const open = [...separate.value].filter(([id]) => list.some((take) => take.id === id && !isOver(take)));
    separate.value = new Map([...open, ...found.map(({ id }) => [id, pair] as const)]);
  });
  return separate;
}
