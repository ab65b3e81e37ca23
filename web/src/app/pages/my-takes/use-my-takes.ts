import type { MyTake, MyTakesQuery, TakeView } from '@visionary/contract';
import { onScopeDispose } from 'vue';
import { call } from '../../../shared/api/index.js';
import { usePages } from '../../../shared/query/index.js';
import { useMyTakesStore, type MyTakesListener } from './my-takes-store.js';

export type MyTakesFilter = Pick<MyTakesQuery, 'search' | 'status'>;

const isOver = ({ status }: TakeView): boolean => status !== 'queued' && status !== 'rendering';

/** All my takes, paged and live: progress and published images are up to date. */
export function useMyTakes(filter: () => MyTakesFilter) {
  const myTakes = useMyTakesStore();
  const list = usePages(
    (after) => call('myTakes', { query: { ...filter(), ...after } }),
    ({ takes }) => takes,
    ({ take }) => take.id,
    { on: filter },
  );
  function onTake(take: TakeView): void {
    const listed = list.items.value?.find((one) => one.take.id === take.id);
    if (listed) list.replace({ ...listed, take: isOver(listed.take) && !isOver(take) ? listed.take : take });
    else if (matchesFilter(take, filter())) void list.refresh();
    if (take.status === 'rendering') myTakes.retain(new Set([take.id, ...rendering(list.items.value)]));
  }
  const onPublished: MyTakesListener['onPublished'] = ({ takeId, postId, index }) => {
    const listed = list.items.value?.find((one) => one.take.id === takeId);
    if (!listed) return;
    const others = Object.entries(listed.postIds).filter(([, id]) => id !== postId);
    list.replace({
      ...listed,
      postIds: Object.fromEntries(index === null ? others : [...others, [String(index), postId]]),
    });
  };
  onScopeDispose(myTakes.listen({ onTake, onPublished, onStale: () => void list.refresh() }));
  return list;
}

/** Whether the list may show the take. Text filters are left to the server. */
const matchesFilter = ({ status }: TakeView, filter: MyTakesFilter): boolean =>
  filter.status === 'all' || filter.status === status;

const rendering = (takes: readonly MyTake[] | null): string[] =>
  (takes ?? []).flatMap(({ take }) => (take.status === 'rendering' ? take.id : []));

/** The user's distinct prompts, most recently used first. */
export function useMyPrompts(filter: () => string) {
  const list = usePages(
    (after) => call('myPrompts', { query: { search: filter(), ...after } }),
    ({ prompts }) => prompts,
    // Rendering uses a prompt again and moves it to the front.
    ({ prompt, negative }) => JSON.stringify([prompt, negative]),
    { on: filter },
  );
  const refresh = (): void => void list.refresh();
  const onTake = ({ status }: TakeView): void => (status === 'queued' || status === 'finished' ? refresh() : undefined);
  onScopeDispose(useMyTakesStore().listen({ onTake, onStale: refresh }));
  return list;
}
