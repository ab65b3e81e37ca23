import type { CommentPage } from '@visionary/contract';
import { computed, type ShallowRef } from 'vue';
import { createQuery } from '../../shared/query/index.js';
import {
  appendReplies,
  firstCommentPage,
  appendCommentPage,
  findComment,
  repliesOf,
  type CommentTree,
} from './comment-tree.js';

/** The maximum number of pages to reload after a reconnect, or to find one comment. */
const MAX_PAGES = 20;

interface ReactionState {
  /** My reactions, included in each page. */
  confirmed(commentId: string, emojis: readonly string[]): void;
}

export interface PageQuery {
  readonly parentId?: string;
  readonly cursor?: string;
}

/** The loaded comments of one subject. */
export function useCommentPages(read: (query: PageQuery) => Promise<CommentPage>, reactionState: ReactionState) {
  async function fetch(query: PageQuery): Promise<CommentPage> {
    const page = await read(query);
    for (const { id } of [...page.comments, ...page.replies]) reactionState.confirmed(id, page.myReactions[id] ?? []);
    return page;
  }
  /** Loads from the first page, as many as were loaded before. */
  const first = createQuery(async () => {
    further.clear();
    const requested = tree.value?.top.head.length ?? 0;
    let reloaded = firstCommentPage(await fetch({}));
    for (let page = 1; page < MAX_PAGES && reloaded.top.cursor && reloaded.top.head.length < requested; page++) {
      reloaded = appendCommentPage(reloaded, await fetch({ cursor: reloaded.top.cursor }));
    }
    return reloaded;
  });
  const tree: ShallowRef<CommentTree | null> = first.data;
  let currentTask = async (): Promise<void> => undefined;
  const further = createQuery(() => currentTask());
  /** Runs one request at a time. A failed one can be repeated. */
  async function request(task: () => Promise<void>): Promise<void> {
    if (further.loading.value) return;
    currentTask = task;
    await further.load();
  }
  const more = (): Promise<void> =>
    request(async () => {
      const cursor = tree.value?.top.cursor;
      if (!cursor) return;
      const page = await fetch({ cursor });
      if (tree.value?.top.cursor === cursor) tree.value = appendCommentPage(tree.value, page);
    });
  const moreReplies = (parentId: string): Promise<void> =>
    request(async () => {
      const cursor = tree.value && repliesOf(tree.value, parentId).cursor;
      const page = await fetch({ parentId, ...(cursor ? { cursor } : {}) });
      if (tree.value) tree.value = appendReplies(tree.value, parentId, page);
    });
  const rejection = computed(() => first.rejection.value ?? further.rejection.value);
  return { tree, rejection, loading: further.loading, load: first.load, more, moreReplies };
}

type CommentPages = ReturnType<typeof useCommentPages>;

/** Loads pages until a comment is found, also among replies. @returns whether it was found */
export async function loadUntilFound(
  { tree, rejection, more, moreReplies }: CommentPages,
  commentId: string,
): Promise<boolean> {
  const exists = () => tree.value !== null && findComment(tree.value, commentId) !== undefined;
  for (let page = 0; page < MAX_PAGES && !exists() && tree.value?.top.cursor && !rejection.value; page++) {
    await more();
  }
  const hiddenReplies = tree.value?.top.head.filter(({ id, replyCount }) => {
    const range = tree.value && repliesOf(tree.value, id);
    return range?.cursor === undefined && replyCount > (range?.head.length ?? 0);
  });
  for (const { id } of hiddenReplies?.slice(-MAX_PAGES) ?? []) {
    if (!exists()) await moreReplies(id);
  }
  return exists();
}
