import type { CommentSubject, CommentView, EmojiCount } from '@visionary/contract';
import { computed, watch } from 'vue';
import { notifyMasked } from '../../safety/index.js';
import { call } from '../../shared/api/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { useOptimisticReactions } from '../reactions/use-optimistic-reactions.js';
import { setReactions, findComment, upsertComment } from './comment-tree.js';
import { usePendingComments, type NewComment } from './use-pending-comments.js';
import { useCommentPages, loadUntilFound } from './use-comment-pages.js';

/** The URL path of a comment. */
const routeOf = ({ kind, id }: CommentSubject, commentId: string): string =>
  kind === 'post' ? `/p/${id}?comment=${commentId}` : `/models/${id}?tab=talk&comment=${commentId}`;

/** Comments of one subject, paged and live, while its page is open. */
export function useComments(subject: CommentSubject) {
  const socket = useSocket();
  const session = useSessionStore();
  const reactions = useOptimisticReactions(async (id, emoji, on) => {
    const reply = await socket.send('comments.react', { subject: { kind: 'comment', id }, emoji, on });
    applyReactions(id, reply.reactions);
    return reply.myReactions;
  });
  const pages = useCommentPages((query) => call('comments', { params: { ...subject }, query }), { confirmed: reactions.confirmed });
  const { tree } = pages;
  const { arrived, ...pending } = usePendingComments(post, receive);

  function receive(comment: CommentView): void {
    if (tree.value) tree.value = upsertComment(tree.value, comment);
    arrived(comment.clientId);
  }
  function applyReactions(commentId: string, value: readonly EmojiCount[]): void {
    if (tree.value) tree.value = setReactions(tree.value, commentId, value);
  }
  async function post(comment: NewComment): Promise<CommentView> {
    const { comment: added } = await socket.send('comments.add', { subject, ...comment }, { queue: true });
    notifyMasked(comment.text, added.text);
    return added;
  }
  async function edit(commentId: string, text: string): Promise<void> {
    const { comment } = await socket.send('comments.edit', { commentId, text });
    notifyMasked(text, comment.text);
    receive(comment);
  }
  async function remove(commentId: string): Promise<void> {
    await socket.send('comments.delete', { commentId });
    const comment = tree.value && findComment(tree.value, commentId);
    // With replies below it, the deleted comment arrives as an update.
    if (comment && comment.replyCount <= 0) receive({ ...comment, deleted: { by: comment.author, at: Date.now() } });
  }

  socket.on('comments.changed', ({ comment }) => {
    if (comment.subject.kind === subject.kind && comment.subject.id === subject.id) receive(comment);
  });
  socket.on('comments.reactionsChanged', ({ subject: { id }, reactions: value }) => applyReactions(id, value));
  watch([() => session.me?.id, socket.state], ([me, now], [before]) => {
    if (now === 'up' || me !== before) void pages.load();
  });
  void pages.load();

  return {
    ...{ ...pages, ...pending, edit, remove, react: reactions.react },
    routeOf: (commentId: string) => routeOf(subject, commentId),
    loadUntilFound: (commentId: string) => loadUntilFound(pages, commentId),
    isLoaded: computed(() => tree.value !== null),
    reactionsOf: (comment: CommentView) => reactions.listOf(comment.id, comment),
  };
}
export type Comments = ReturnType<typeof useComments>;
