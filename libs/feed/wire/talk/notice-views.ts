import type { NotificationView } from '@visionary/contract';
import { beginningOf } from '@visionary/kernel';
import type { NamedNotice } from '../../usecases/talk/read-notices.js';
import { smallAddress } from '../posts/post-addresses.js';
import { byOf, viewOfModelNotice } from './model-notice-views.js';

const TITLE_LENGTH = 100;

/** What models and LoRAs are called now, by their ids. */
export interface Titles {
  readonly model: ReadonlyMap<string, string>;
  readonly lora: ReadonlyMap<string, string>;
}

/** @returns null where what it tells of is not there any more */
export const viewOfNotice = (notice: NamedNotice, titles: Titles): NotificationView | null => {
  const about = { id: notice.id, at: notice.at, isRead: notice.readAt !== null };
  const { kind, people, count, text, take, extra } = notice;
  const post = postOf(notice);
  const room = roomOf(notice);
  switch (kind) {
    case 'comment':
    case 'commentReply':
    case 'commentMention':
    case 'postMention':
      return post && { ...about, kind, post, ...commentOf(notice), by: byOf(notice), text };
    case 'reactions':
      return post && { ...about, kind, post, people: [...people], count, emojis: [...(extra.emojis ?? [])] };
    case 'modelUsed':
      return post && { ...about, kind, ...usedOf(notice, titles), post, people: [...people], ...countsOf(notice) };
    case 'modelComment':
    case 'modelReply':
    case 'modelMention':
    case 'modelReview':
    case 'modelReactions':
    case 'modelPublished':
    case 'versionPublished':
    case 'versionSetAside':
      return viewOfModelNotice(notice, kind);
    case 'follow':
      return { ...about, kind, people: [...people], count };
    case 'takeFinished':
    case 'takeFailed':
      return room && take && { ...about, kind, room, takeId: notice.takeId ?? '', ...take };
    default:
      return kind satisfies never;
  }
};

const usedOf = ({ extra: { made }, modelId, model }: NamedNotice, titles: Titles) => {
  const { kind, id } = made ?? { kind: 'model' as const, id: '' };
  const isOfHub = modelId !== null && model !== null;
  return {
    made: { kind, id, name: isOfHub ? model.name : (titles[kind].get(id) ?? id) },
    ...(isOfHub && { modelId }),
  };
};

const countsOf = ({ count, extra }: NamedNotice) => ({ count, pictures: extra.pictures ?? 1 });

const postOf = ({ postId, post }: NamedNotice) =>
  post === null || postId === null
    ? null
    : {
        id: postId,
        title: post.title || beginningOf(post.prompt, TITLE_LENGTH),
        previewUrl: smallAddress(postId, post.picture),
        maturity: post.maturity,
      };

const roomOf = ({ roomId, room }: NamedNotice) =>
  roomId !== null && room !== null ? { id: roomId, name: room } : null;

const commentOf = ({ commentId }: NamedNotice) => (commentId === null ? {} : { commentId });
