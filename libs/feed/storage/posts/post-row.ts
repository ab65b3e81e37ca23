import type { Row } from '@visionary/platform/database';
import type { NewPost, Parameters, Participants, Post, PostReplay } from '../../domain/posts/post.js';

/** Columns of a Post. The parameters are read only when a post is opened. */
export const POST_COLUMNS = [
  ...(['id', 'author_id', 'client_id', 'take_id', 'image_index', 'room_id', 'sha256', 'width', 'height'] as const),
  ...([
    'title',
    'description',
    'tags',
    'content_rating',
    'minimum_rating',
    'comments_enabled',
    'replay_enabled',
    'replay',
    'replay_sha256',
    'clip_sha256',
    'replay_bytes',
    'participants',
    'mentions',
    'prompt',
  ] as const),
  ...(['model_id', 'model_name', 'model_hash', 'scheduler', 'parent_post_id', 'parent_take_id'] as const),
  ...(['at', 'edited_at', 'hot_score', 'likes', 'comments', 'views', 'is_seeded'] as const),
] as const satisfies readonly (keyof Row<'post'>)[];

/** With the table name, for joins. */
export const POST_COLUMNS_IN_JOINS = POST_COLUMNS.map((name) => `post.${name}` as const);

type ReadRow = Pick<Row<'post'>, (typeof POST_COLUMNS)[number]>;

export const toPost = (row: ReadRow): Post => ({
  id: row.id,
  authorId: row.author_id,
  clientId: row.client_id,
  take: row.take_id === null ? null : { takeId: row.take_id, index: row.image_index ?? 0 },
  roomId: row.room_id,
  image: { sha256: row.sha256, width: row.width, height: row.height },
  title: row.title,
  description: row.description,
  tags: JSON.parse(row.tags) as string[],
  contentRating: row.content_rating,
  minimumRating: row.minimum_rating,
  commentsEnabled: Boolean(row.comments_enabled),
  replayEnabled: Boolean(row.replay_enabled),
  replay: replayOf(row),
  participants: JSON.parse(row.participants) as Participants,
  mentionIds: row.mentions === null ? [] : (JSON.parse(row.mentions) as string[]),
  prompt: row.prompt,
  model: row.model_name === null ? null : { id: row.model_id, name: row.model_name, hash: row.model_hash },
  scheduler: row.scheduler,
  parent: { postId: row.parent_post_id, takeId: row.parent_take_id },
  at: Number(row.at),
  editedAt: row.edited_at === null ? null : Number(row.edited_at),
  hot: row.hot_score,
  likes: row.likes,
  comments: row.comments,
  views: row.views,
  isSample: Boolean(row.is_seeded),
});

export const toNewRow = (post: NewPost): Row<'post'> => ({
  id: post.id,
  search_row_number: null,
  author_id: post.authorId,
  client_id: post.clientId,
  take_id: post.take?.takeId ?? null,
  image_index: post.take?.index ?? null,
  room_id: post.roomId,
  sha256: post.image.sha256,
  width: post.image.width,
  height: post.image.height,
  title: post.title,
  description: post.description,
  tags: JSON.stringify(post.tags),
  content_rating: post.contentRating,
  minimum_rating: post.minimumRating,
  comments_enabled: Number(post.commentsEnabled),
  replay_enabled: Number(post.replayEnabled),
  ...replayColumns(post.replay),
  participants: JSON.stringify(post.participants),
  mentions: mentionsColumn(post.mentionIds),
  prompt: post.prompt,
  parameters: post.parameters && JSON.stringify(post.parameters),
  model_id: post.model?.id ?? null,
  model_name: post.model?.name ?? null,
  model_hash: post.model?.hash ?? null,
  scheduler: post.scheduler,
  parent_post_id: post.parent.postId,
  parent_take_id: post.parent.takeId,
  at: post.at,
  edited_at: post.editedAt,
  hidden_at: null,
  hot_score: post.hot,
  likes: post.likes,
  comments: post.comments,
  views: post.views,
  is_seeded: Number(post.isSample),
});

/** What the column `replay` has as JSON. */
type ReplayLayout = Pick<PostReplay, 'columns' | 'width' | 'height' | 'steps'> & { readonly clipBytes: number };

export const replayColumns = (replay: PostReplay | null) => {
  if (!replay) return { replay: null, replay_sha256: null, clip_sha256: null, replay_bytes: null };
  const { sha256, bytes, clip, columns, width, height, steps } = replay;
  const layout: ReplayLayout = { columns, width, height, steps, clipBytes: clip.bytes };
  return {
    replay: JSON.stringify(layout),
    replay_sha256: sha256,
    clip_sha256: clip.sha256,
    replay_bytes: bytes + clip.bytes,
  };
};

const replayOf = ({
  replay,
  replay_sha256: sha256,
  clip_sha256: clip,
  replay_bytes: bytes,
}: ReadRow): PostReplay | null => {
  if (replay === null || sha256 === null || clip === null) return null;
  const { clipBytes, ...layout } = JSON.parse(replay) as ReplayLayout;
  return { ...layout, sha256, bytes: (bytes ?? 0) - clipBytes, clip: { sha256: clip, bytes: clipBytes } };
};

export const mentionsColumn = (ids: readonly string[]): string | null => (ids.length > 0 ? JSON.stringify(ids) : null);

export const parametersOf = (column: string | null): Parameters | null =>
  column === null ? null : (JSON.parse(column) as Parameters);
