import { shallowRef } from 'vue';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import {
  appendReplies,
  firstCommentPage,
  appendCommentPage,
  findComment,
  repliesOf,
  type CommentItemPage,
  type CommentTree,
} from './comment-tree.js';

/** As many pages are fetched again after a cut, or to find one comment. */
const PAGES_AT_MOST = 20;

interface ReactionState {
  /** The emoji that I gave, with each page. */
  mine(commentId: string, emojis: readonly string[]): void;
}

export interface PageQuery {
  readonly parentId?: string;
  readonly cursor?: string;
}

/** What is said about one thing as far as it was fetched. */
export function useCommentPages(read: (query: PageQuery) => Promise<CommentItemPage>, reactionState: ReactionState) {
  const talk = shallowRef<CommentTree | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  const loading = shallowRef(false);
  let turn = 0;

  async function fetch(query: PageQuery): Promise<CommentItemPage> {
    const page = await read(query);
    for (const { id } of [...page.comments, ...page.replies]) reactionState.mine(id, page.myReactions[id] ?? []);
    return page;
  }
  /** One at a time; what fails can be asked for again. */
  async function request(work: () => Promise<void>): Promise<void> {
    if (loading.value) return;
    loading.value = true;
    rejection.value = null;
    try {
      await work();
    } catch (error) {
      rejection.value = toRejection(error);
    } finally {
      loading.value = false;
    }
  }

  /** From the first on; as many as stood there before, where there were some. */
  async function load(): Promise<void> {
    const [mine, requested] = [++turn, talk.value?.top.head.length ?? 0];
    rejection.value = null;
    try {
      let fresh = firstCommentPage(await fetch({}));
      for (let page = 1; page < PAGES_AT_MOST && fresh.top.cursor && fresh.top.head.length < requested; page++) {
        fresh = appendCommentPage(fresh, await fetch({ cursor: fresh.top.cursor }));
      }
      if (mine === turn) talk.value = fresh;
    } catch (error) {
      if (mine === turn) rejection.value = toRejection(error);
    }
  }
  const more = (): Promise<void> =>
    request(async () => {
      const cursor = talk.value?.top.cursor;
      if (!cursor) return;
      const page = await fetch({ cursor });
      if (talk.value?.top.cursor === cursor) talk.value = appendCommentPage(talk.value, page);
    });
  const moreReplies = (parentId: string): Promise<void> =>
    request(async () => {
      const cursor = talk.value && repliesOf(talk.value, parentId).cursor;
      const page = await fetch({ parentId, ...(cursor ? { cursor } : {}) });
      if (talk.value) talk.value = appendReplies(talk.value, parentId, page);
    });
  return { talk, rejection, loading, load, more, moreReplies };
}

type TalkPages = ReturnType<typeof useCommentPages>;

/** Fetches on until a comment stands there, among the answers of whichever comment. @returns whether it does */
export async function loadUntilFound(
  { talk, rejection, more, moreReplies }: TalkPages,
  commentId: string,
): Promise<boolean> {
  const exists = () => talk.value !== null && findComment(talk.value, commentId) !== undefined;
  for (let page = 0; page < PAGES_AT_MOST && !exists() && talk.value?.top.cursor && !rejection.value; page++) {
    await more();
  }
  const folded = talk.value?.top.head.filter(({ id, replyCount }) => {
    const run = talk.value && repliesOf(talk.value, id);
    return run?.cursor === undefined && replyCount > (run?.head.length ?? 0);
  });
  for (const { id } of folded?.slice(-PAGES_AT_MOST) ?? []) {
    if (!exists()) await moreReplies(id);
  }
  return exists();
}
