import type { NotificationView, PersonView } from '@visionary/contract';
import type { ModelNoticeKind } from '../../domain/talk/notices.js';
import type { NamedNotice } from '../../usecases/talk/read-notices.js';

/** News of models of the hub. @returns null where the model, or what was said about it, is not there any more */
export const viewOfModelNotice = (
  notice: NamedNotice,
  kind: ModelNoticeKind | 'modelPublished' | 'versionPublished' | 'versionSetAside',
): NotificationView | null => {
  const { modelId, commentId, stars, people, count, text, extra } = notice;
  if (modelId === null || notice.model === null) return null;
  const model = { id: modelId, name: notice.model.name };
  const about = { id: notice.id, at: notice.at, isRead: notice.readAt !== null, model };
  switch (kind) {
    case 'modelComment':
    case 'modelReply':
    case 'modelMention':
      return commentId === null ? null : { ...about, kind, commentId, by: byOf(notice), text };
    case 'modelReview':
      return stars === null ? null : { ...about, kind, stars, by: byOf(notice), text };
    case 'modelReactions':
      return { ...about, kind, people: [...people], count, emojis: [...(extra.emojis ?? [])] };
    case 'modelPublished':
    case 'versionPublished':
      return { ...about, kind, label: extra.label ?? '', by: byOf(notice) };
    case 'versionSetAside':
      return { ...about, kind, label: extra.label ?? '', ...(extra.setAside && { reason: extra.setAside }) };
    default:
      return kind satisfies never;
  }
};

/** Empty where their account is gone. */
export const byOf = ({ people, peopleIds }: NamedNotice): PersonView =>
  people[0] ?? { id: peopleIds[0] ?? '', name: '' };
