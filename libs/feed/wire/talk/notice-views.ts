import type { NotificationView, PersonView } from '@visionary/contract';
import { beginningOf } from '@visionary/kernel';
import type { NamedNotice } from '../../usecases/talk/read-notices.js';
import { smallAddress } from '../posts/post-addresses.js';

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
      return post && { ...about, kind, made: madeOf(notice, titles), post, people: [...people], ...countsOf(notice) };
    case 'follow':
      return { ...about, kind, people: [...people], count };
    case 'takeFinished':
    case 'takeFailed':
      return room && take && { ...about, kind, room, takeId: notice.takeId ?? '', ...take };
    case 'report':
      return { ...about, kind, by: byOf(notice), reason: extra.reason ?? '', text, ...subjectOf(notice) };
    default:
      return kind satisfies never;
  }
};

const madeOf = ({ extra: { made } }: NamedNotice, titles: Titles) => {
  const { kind, id } = made ?? { kind: 'model' as const, id: '' };
  return { kind, id, name: titles[kind].get(id) ?? id };
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

/** Empty where their account is gone. */
const byOf = ({ people, peopleIds }: NamedNotice): PersonView => people[0] ?? { id: peopleIds[0] ?? '', name: '' };

const subjectOf = ({ postId, extra }: NamedNotice) => ({
  ...(postId !== null && { postId }),
  ...(extra.reportedId !== undefined && { personId: extra.reportedId }),
});
