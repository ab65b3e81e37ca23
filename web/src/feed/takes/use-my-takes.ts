import type { MyPrompt, MyTake, MyTakesQuery } from '@visionary/contract';
import { watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { justPublished } from '../publish/publishing.js';
import { pagedList } from '../walls/paged-list.js';

export type TakesWanted = Pick<MyTakesQuery, 'search' | 'status'>;

const after = (cursor: string | null) => (cursor ? { cursor } : {});

/** All I ever rendered, page by page; what I publish meanwhile is shown as published. */
export function useMyTakes(wanted: () => TakesWanted) {
  const list = pagedList<MyTake>(
    async (cursor) => {
      const { takes, nextCursor } = await call('myTakes', { query: { ...wanted(), ...after(cursor) } });
      return { items: takes, nextCursor };
    },
    ({ take }) => take.id,
  );
  watch(justPublished, (now) => {
    if (!now || !list.items.value) return;
    list.items.value = list.items.value.map((one) =>
      one.take.id === now.takeId ? { ...one, postIds: { ...one.postIds, [now.index]: now.postId } } : one,
    );
  });
  watch(wanted, () => void list.load(), { immediate: true });
  return list;
}

/** The words I rendered with, each once, the last used first. */
export function useMyPrompts(wanted: () => string) {
  const list = pagedList<MyPrompt>(
    async (cursor) => {
      const { prompts, nextCursor } = await call('myPrompts', { query: { search: wanted(), ...after(cursor) } });
      return { items: prompts, nextCursor };
    },
    ({ takeId }) => takeId,
  );
  watch(wanted, () => void list.load(), { immediate: true });
  return list;
}
