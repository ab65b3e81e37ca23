import type { EmojiCount } from '@visionary/contract';
import { computed, watch } from 'vue';
import { notifyMasked } from '../../safety/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useOptimisticReactions } from '../reactions/use-optimistic-reactions.js';
import { setReactions, findComment, upsertComment, type CommentItem, type CommentItemPage } from './comment-tree.js';
import { usePendingComments, type NewComment } from './use-pending-comments.js';
import { useCommentPages, type PageQuery, loadUntilFound } from './use-comment-pages.js';

/** The comment API of one subject. */
export interface CommentSource {
  page(query: PageQuery): Promise<CommentItemPage>;
  add(comment: NewComment): Promise<CommentItem>;
  edit(commentId: string, text: string): Promise<CommentItem>;
  remove(commentId: string): Promise<void>;
  /** @returns my reactions afterwards */
  react(commentId: string, emoji: string, on: boolean): Promise<readonly EmojiCount[]>;
  /** Subscribes to comments and reactions on the subject. */
  subscribe(
    receive: (comment: CommentItem) => void,
    count: (commentId: string, reactions: readonly EmojiCount[]) => void,
  ): void;
  /** The URL path of a comment. */
  routeOf(commentId: string): string;
}

/** Comments of one subject, paged and live, while its page is open. */
export function useComments(source: CommentSource) {
  const socket = useSocket();
  const session = useSessionStore();
  const reactions = useOptimisticReactions(async (commentId, emoji, on, reply) => {
    count(commentId, await source.react(commentId, emoji, on));
    const others = reply.filter((one) => one !== emoji);
    return on ? [...others, emoji] : others;
  });
  const pages = useCommentPages(source.page, { confirmed: reactions.confirmed });
  const { tree: tree } = pages;
  const { arrived, ...pending } = usePendingComments(post, receive);

  function receive(comment: CommentItem): void {
    if (tree.value) tree.value = upsertComment(tree.value, comment);
    arrived(comment.clientId);
  }
  function count(commentId: string, value: readonly EmojiCount[]): void {
    if (tree.value) tree.value = setReactions(tree.value, commentId, value);
  }
  async function post(comment: NewComment): Promise<CommentItem> {
    const said = await source.add(comment);
    notifyMasked(comment.text, said.text ?? '');
    return said;
  }
  async function edit(commentId: string, text: string): Promise<void> {
    const comment = await source.edit(commentId, text);
    notifyMasked(text, comment.text ?? '');
    receive(comment);
  }
  async function remove(commentId: string): Promise<void> {
    await source.remove(commentId);
    const known = tree.value && findComment(tree.value, commentId);
    // With replies below it, the deleted comment arrives as an update.
    if (known && known.replyCount <= 0) receive({ ...known, deleted: { by: known.author, at: Date.now() } });
  }

  source.subscribe(receive, count);
  watch([() => session.me?.id, socket.state], ([me, now], [before]) => {
    if (now === 'up' || me !== before) void pages.load();
  });
  void pages.load();

  return {
    ...{ ...pages, ...pending, edit, remove, react: reactions.react, routeOf: source.routeOf },
    loadUntilFound: (commentId: string) => loadUntilFound(pages, commentId),
    isLoaded: computed(() => tree.value !== null),
    mineOf: (id: string): readonly string[] => reactions.mineOf(id),
    countOf: ({ id, reactions: value }: CommentItem, emoji: string): number =>
      reactions.countOf(id, { reactions: value }, emoji),
  };
}
export type Comments = ReturnType<typeof useComments>;
