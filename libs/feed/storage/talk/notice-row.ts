import type { Maturity } from '../../domain/posts/post.js';
import type { Notice, NoticeExtra, ToldNotice } from '../../domain/talk/notices.js';
import type { NoticeRow } from './tables.js';

/** What a notice tells of, beside its own columns. */
export const TOLD = [
  ...(['post.title as post_title', 'post.prompt as post_prompt', 'post.words as post_words'] as const),
  ...(['post.sha256', 'post.width', 'post.height', 'post.maturity'] as const),
  ...(['post.author_id as post_author', 'hub_model.maker_id', 'hub_model.maturity as model_maturity'] as const),
  ...(['comment.text as comment_text', 'room.name as room_name'] as const),
  ...(['hub_model.name as model_name', 'hub_comment.text as hub_text'] as const),
  ...(['hub_review.words as review_words', 'hub_review.stars'] as const),
  ...(['take.number as take_number', 'take.prompt as take_prompt'] as const),
] as const;

interface ToldRow extends NoticeRow {
  readonly post_title: string | null;
  readonly post_prompt: string | null;
  readonly post_words: string | null;
  readonly sha256: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly maturity: Maturity | null;
  readonly post_author: string | null;
  readonly maker_id: string | null;
  readonly model_maturity: Maturity | null;
  readonly comment_text: string | null;
  readonly room_name: string | null;
  readonly model_name: string | null;
  readonly hub_text: string | null;
  readonly review_words: string | null;
  readonly stars: number | null;
  readonly take_number: number | null;
  readonly take_prompt: string | null;
}

export const noticeOf = (row: NoticeRow): Notice => ({
  id: row.id,
  personId: row.person_id,
  kind: row.kind,
  bundle: row.bundle,
  postId: row.post_id,
  commentId: row.comment_id,
  modelId: row.model_id,
  roomId: row.room_id,
  takeId: row.take_id,
  peopleIds: JSON.parse(row.people) as string[],
  count: row.count,
  extra: row.extra === null ? {} : (JSON.parse(row.extra) as NoticeExtra),
  at: Number(row.at),
  readAt: row.read_at === null ? null : Number(row.read_at),
});

export const rowOf = (notice: Notice): NoticeRow => ({
  ...{ id: notice.id, person_id: notice.personId, kind: notice.kind, bundle: notice.bundle },
  ...{ post_id: notice.postId, comment_id: notice.commentId, room_id: notice.roomId, take_id: notice.takeId },
  model_id: notice.modelId,
  ...{ people: JSON.stringify(notice.peopleIds), count: notice.count, at: notice.at, read_at: notice.readAt },
  extra: Object.keys(notice.extra).length > 0 ? JSON.stringify(notice.extra) : null,
});

export const toldOf = (row: ToldRow): ToldNotice => ({
  ...noticeOf(row),
  post: postOf(row),
  comment: row.comment_text ?? row.hub_text ?? row.review_words,
  model:
    row.model_name === null
      ? null
      : { name: row.model_name, makerId: row.maker_id ?? '', maturity: row.model_maturity ?? 'everybody' },
  stars: row.stars,
  room: row.room_name,
  take: row.take_number === null ? null : { number: row.take_number, prompt: row.take_prompt ?? '' },
});

const postOf = ({ sha256, width, height, maturity, ...row }: ToldRow): ToldNotice['post'] =>
  sha256 === null
    ? null
    : {
        ...{ title: row.post_title ?? '', prompt: row.post_prompt ?? '', words: row.post_words ?? '' },
        ...{ maturity: maturity ?? 'everybody', authorId: row.post_author ?? '' },
        picture: { sha256, width: width ?? 0, height: height ?? 0 },
      };
