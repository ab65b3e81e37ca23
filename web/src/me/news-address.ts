import type { NotificationView, PersonView } from '@visionary/contract';
import type { RouteLocationRaw } from 'vue-router';

/** Where that is which a notification is about; null where it leads nowhere. */
export function addressOf(news: NotificationView): RouteLocationRaw | null {
  switch (news.kind) {
    case 'mention':
    case 'everybody':
    case 'reply':
    case 'direct':
      return { name: 'room', params: { roomId: news.room.id }, query: { message: news.messageId } };
    case 'comment':
    case 'commentReply':
    case 'commentMention':
    case 'postMention':
      return {
        ...{ name: 'post', params: { postId: news.post.id } },
        ...(news.commentId ? { query: { comment: news.commentId } } : {}),
      };
    case 'reactions':
    case 'modelUsed':
      return { name: 'post', params: { postId: news.post.id } };
    case 'follow': {
      const [newest] = news.people;
      return newest ? { path: `/people/${newest.id}` } : null;
    }
    case 'takeFinished':
    case 'takeFailed':
      return { name: 'room', params: { roomId: news.room.id }, query: { take: String(news.number) } };
    case 'report':
      if (news.postId) return { name: 'post', params: { postId: news.postId } };
      return news.personId ? { path: `/people/${news.personId}` } : null;
    default:
      return news satisfies never;
  }
}

/** Whose doing it is, the last few by name; nobody's where a take of mine ended. */
export function peopleIn(news: NotificationView): readonly PersonView[] {
  if ('people' in news) return news.people;
  return 'by' in news ? [news.by] : [];
}
