import type { Found, PostPage } from '@visionary/contract';
import { shallowReactive, shallowRef, type ShallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { asRefused } from '../../shared/refused.js';
import type { PostRun } from '../walls/post-run.js';
import { usePostRun } from '../walls/use-post-run.js';
import { asked, keyOfSearch, type Search } from './search-address.js';

interface Beside {
  readonly found: ShallowRef<Found | null>;
  readonly excerpts: Map<string, string>;
}
/** What a list of pictures was found with, for whoever comes back to it. */
const beside = new WeakMap<PostRun, Beside>();

/** Everything a search finds: the first few of each kind, and pictures as far as one scrolls. */
export function useFound(search: Search) {
  const found = shallowRef<Found | null>(null);
  const excerpts = shallowReactive(new Map<string, string>());
  const ask = async (cursor: string | null): Promise<PostPage> => {
    const more = cursor ? { cursor, kind: 'posts' as const } : {};
    const told = await call('find', { query: { ...asked(search), ...more } });
    if (!cursor) found.value = told;
    for (const [postId, excerpt] of Object.entries(told.posts.excerpts ?? {})) excerpts.set(postId, excerpt);
    return told.posts;
  };
  const run = usePostRun(`found ${keyOfSearch(search)}`, ask);
  const known = beside.get(run);
  if (known) return { ...known, run };
  beside.set(run, { found, excerpts });
  if (run.list.value && !found.value) void ask(null).catch(asRefused);
  return { found, excerpts, run };
}
