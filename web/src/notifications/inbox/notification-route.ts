import type { NotificationView, UserView } from '@visionary/contract';
import type { RouteLocationRaw } from 'vue-router';

type SafetyNews = Extract<
  NotificationView,
  { kind: 'report' | 'appeal' | 'decision' | 'appealDecided' | 'reportDecided' }
>;

const modelPlace = (modelId: string, query: Record<string, string>): RouteLocationRaw => ({
  ...{ name: 'model', params: { modelId } },
  ...(Object.keys(query).length > 0 && { query }),
});

/** Where that is which a notification is about; null where it leads nowhere. */
export function notificationRoute(news: NotificationView): RouteLocationRaw | null {
  switch (news.kind) {
    case 'mention':
    case 'roomMention':
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
      return { name: 'post', params: { postId: news.post.id } };
    case 'modelUsed':
      if (news.modelId) return modelPlace(news.modelId, { tab: 'gallery' });
      return { name: 'post', params: { postId: news.post.id } };
    case 'modelComment':
    case 'modelReply':
    case 'modelMention':
      return modelPlace(news.model.id, { tab: 'talk', comment: news.commentId });
    case 'modelReview':
    case 'modelReactions':
      return modelPlace(news.model.id, { tab: 'talk' });
    case 'modelPublished':
      return modelPlace(news.model.id, {});
    case 'versionPublished':
    case 'versionQuarantined':
      return modelPlace(news.model.id, { version: news.label });
    case 'follow': {
      const [newest] = news.users;
      return newest ? { path: `/users/${newest.id}` } : null;
    }
    case 'takeFinished':
    case 'takeFailed':
      return { name: 'room', params: { roomId: news.room.id }, query: { take: String(news.number) } };
    case 'report':
    case 'appeal':
    case 'decision':
    case 'appealDecided':
    case 'reportDecided':
      return addressOfSafety(news);
    default:
      return news satisfies never;
  }
}

/** Whoever moderates is led to the case; whoever is concerned, to how they stand. */
function addressOfSafety(news: SafetyNews): RouteLocationRaw | null {
  if ('caseId' in news) return { path: `/moderation/cases/${news.caseId}` };
  return news.kind === 'reportDecided' ? null : { path: '/standing' };
}

/** Whose doing it is, the last few by name; nobody's where a take of mine ended. */
export function usersIn(news: NotificationView): readonly UserView[] {
  if ('users' in news) return news.users;
  return 'by' in news && news.by ? [news.by] : [];
}
