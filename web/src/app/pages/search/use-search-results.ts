import type { SearchResults, PostPage } from '@visionary/contract';
import { shallowReactive, shallowRef, type ShallowRef } from 'vue';
import { call } from '../../../shared/api/index.js';
import { toRejection } from '../../../shared/api/rejection.js';
import { type PostPaginator, usePostPaginator } from '../../../feed/index.js';
import { toApiQuery, searchKey, type Search } from './search-query.js';

interface Neighbors {
  readonly found: ShallowRef<SearchResults | null>;
  readonly excerpts: Map<string, string>;
}
/** Where each post list was opened from, to restore it on return. */
const neighbors = new WeakMap<PostPaginator, Neighbors>();

/** All results of a search: the first of each kind, and paged posts. */
export function useSearchResults(search: Search) {
  const found = shallowRef<SearchResults | null>(null);
  const excerpts = shallowReactive(new Map<string, string>());
  const fetchResults = async (cursor: string | null): Promise<PostPage> => {
    const more = cursor ? { cursor, kind: 'posts' as const } : {};
    const reply = await call('search', { query: { ...toApiQuery(search), ...more } });
    if (!cursor) found.value = reply;
    for (const [postId, excerpt] of Object.entries(reply.posts.excerpts ?? {})) excerpts.set(postId, excerpt);
    return reply.posts;
  };
  const paginator = usePostPaginator(`found ${searchKey(search)}`, fetchResults);
  const known = neighbors.get(paginator);
  if (known) return { ...known, paginator };
  neighbors.set(paginator, { found, excerpts });
  if (paginator.list.value && !found.value) void fetchResults(null).catch(toRejection);
  return { found, excerpts, paginator };
}
