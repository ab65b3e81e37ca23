import type { CommentView } from '@visionary/contract';
import { computed, watch } from 'vue';
import { useSession } from '../../../shared/session/index.js';
import { useSocket } from '../../../shared/socket/index.js';
import { makeReactions } from '../../reactions.js';
import { counted, find, heard } from './comment-runs.js';
import { makeSaying } from './saying.js';
import { makeTalkPages, reachIn } from './talk-pages.js';

/** What is said about one picture, while its page is open: page by page, and live. */
export function useComments(postId: string) {
  const socket = useSocket();
  const session = useSession();
  const reactions = makeReactions(async (commentId, emoji, on, told) => {
    hear((await socket.send('feed.reactToComment', { commentId, emoji, on })).comment);
    const others = told.filter((one) => one !== emoji);
    return on ? [...others, emoji] : others;
  });
  const pages = makeTalkPages(postId, { mine: reactions.told });
  const { talk } = pages;
  const { arrived, ...saying } = makeSaying(postId, hear);

  function hear(comment: CommentView): void {
    if (comment.postId !== postId) return;
    if (talk.value) talk.value = heard(talk.value, comment);
    arrived(comment.clientId);
  }
  async function edit(commentId: string, text: string): Promise<void> {
    hear((await socket.send('feed.editComment', { commentId, text })).comment);
  }
  async function remove(commentId: string): Promise<void> {
    await socket.send('feed.removeComment', { commentId });
    const known = talk.value && find(talk.value, commentId);
    // Where others stand beneath it, what is left of it comes as news.
    if (known && known.replyCount <= 0) hear({ ...known, removed: { by: known.author, at: Date.now() } });
  }

  socket.on('feed.commented', ({ comment }) => hear(comment));
  socket.on('feed.commentCounted', (news) => {
    if (news.postId === postId && talk.value) talk.value = counted(talk.value, news.commentId, news.reactions);
  });
  watch([() => session.me?.id, socket.state], ([me, now], [before]) => {
    if (now === 'up' || me !== before) void pages.load();
  });
  void pages.load();

  return {
    ...{ ...pages, ...saying, edit, remove, react: reactions.react },
    reach: (commentId: string) => reachIn(pages, commentId),
    known: computed(() => talk.value !== null),
    mineOf: (id: string): readonly string[] => reactions.mineOf(id),
    countOf: ({ id, reactions: given }: CommentView, emoji: string): number =>
      reactions.countOf(id, { reactions: given }, emoji),
  };
}
export type Comments = ReturnType<typeof useComments>;
