import { call } from '../../../shared/api/index.js';
import { useSocket } from '../../../shared/socket/index.js';
import type { CommentSource } from './use-comments.js';

/** What is said about a picture. */
export function postComments(postId: string): CommentSource {
  const socket = useSocket();
  return {
    page: (query) => call('comments', { params: { postId }, query }),
    say: async (words) => (await socket.send('feed.comment', { postId, ...words }, { queue: true })).comment,
    edit: async (commentId, text) => (await socket.send('feed.editComment', { commentId, text })).comment,
    remove: async (commentId) => void (await socket.send('feed.removeComment', { commentId })),
    react: async (commentId, emoji, on) =>
      (await socket.send('feed.reactToComment', { commentId, emoji, on })).comment.reactions,
    listen(hear, count) {
      socket.on('feed.commented', ({ comment }) => comment.postId === postId && hear(comment));
      socket.on('feed.commentCounted', (news) => {
        if (news.postId === postId) count(news.commentId, news.reactions);
      });
    },
    placeOf: (commentId) => `/p/${postId}?comment=${commentId}`,
  };
}
