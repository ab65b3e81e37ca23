import type { PostPage } from '@visionary/contract';
import { onScopeDispose, watch } from 'vue';
import { useSession } from '../../shared/session/index.js';
import { usePosts } from '../posts.store.js';
import { makePostRun, type PostRun } from './post-run.js';
import { useWallNews } from './wall-news.store.js';

/** Lists that are found as they were left on going back. */
const KEPT = 6;
const kept = new Map<string, PostRun>();

/** Whether the browser came back to an address it had left; then its list stands at once, as high as it was. */
const cameBack = (): boolean => Boolean((history.state as { scroll?: unknown } | null)?.scroll);

/** The list of this name, which moves as its pictures do: as it was left where somebody comes back to it, from its beginning otherwise. */
export function usePostRun(name: string, ask: (cursor: string | null) => Promise<PostPage>): PostRun {
  const session = useSession();
  const key = `${session.seer} ${name}`;
  const run = (cameBack() ? kept.get(key) : undefined) ?? makePostRun(ask, usePosts());
  kept.delete(key);
  kept.set(key, run);
  for (const old of kept.keys()) {
    if (kept.size > KEPT) kept.delete(old);
  }
  onScopeDispose(useWallNews().open(run.again));
  if (!run.list.value) void run.load();
  // What I gave to each picture is told with it.
  watch(
    () => session.seer,
    () => void run.load(),
  );
  return run;
}
