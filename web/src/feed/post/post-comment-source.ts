import { call } from '../../shared/api/index.js';
import { useSocket } from '../../shared/socket/index.js';
import type { CommentSource } from '../../comments/index.js';

/** The comment source of a post. */
export function postCommentSource(postId: string): CommentSource {
  const socket = useSocket();
  return {
    page: (query) => call('comments', { params: { postId }, query }),
    add: async (comment) => (await socket.send('feed.addComment', { postId, ...comment }, { queue: true })).comment,
    edit: async (commentId, text) => (await socket.send('feed.editComment', { commentId, text })).comment,
    remove: async (commentId) => void (await socket.send('feed.deleteComment', { commentId })),
    react: async (commentId, emoji, on) =>
      (await socket.send('feed.reactToComment', { commentId, emoji, on })).comment.reactions,
    subscribe(receive, count) {
      socket.on('feed.commentChanged', ({ comment }) => comment.postId === postId && receive(comment));
      socket.on('feed.commentReactionsChanged', (news) => {
        if (news.postId === postId) count(news.commentId, news.reactions);
      });
    },
    routeOf: (commentId) => `/p/${postId}?comment=${commentId}`,
  };
}
