import { beforeAll, describe, expect, it } from '@jest/globals';
import { Database, migrate } from '@visionary/platform/database';
import { CommentsRepository } from '../../libs/comments/storage/comments.repository.js';
import { ReactionsRepository } from '../../libs/comments/storage/reactions.repository.js';
import { carryOver } from '../../libs/platform/database/migrations/0020-comments.js';
import { emptyDatabase, execute, insertAll, type Orm, type Row, type Rows } from '../support/orm.js';
import { DIALECTS } from '../support/services.js';

const [ann, bob, gone] = ['ann', 'bob', 'gone'];
const POST = { kind: 'post', id: 'post' } as const;
const HIDDEN_POST = { kind: 'post', id: 'hidden-post' } as const;
const MODEL = { kind: 'model', id: 'model' } as const;

const comment = (id: string, more: Row): Row => ({
  ...{ id, parent_id: null, author_id: ann, client_id: id, text: `text of ${id}`, mentions: null, at: 5 },
  ...{ edited_at: null, deleted_at: null, deleted_by: null, replies: 0, ...more },
});
const hidden = (key: string, handler: string, snapshot: object): Row => {
  const [kind, id] = key.split(':');
  const data = JSON.stringify({ subject: { kind, id }, facts: { title: '', text: 'x' }, handler, snapshot });
  return { subject_key: key, author_id: ann, sha256: null, data, at: 9 };
};
const tombstone = { text: '', deleted_at: 8, deleted_by: bob };

/** Rows as version 0019 of the schema held them. */
const ROWS: Rows = {
  account: [ann, bob].map((id) => ({
    ...{ id, username: id, folded_name: id, confusable_name: id, password_hash: 'h', language: 'en' },
    ...{ theme: 'dark', sensitive_content_mode: 'hide', role: 'member', bio: '', created_at: 5 },
  })),
  comment: [
    comment('top', { post_id: 'post', replies: 1, mentions: '["bob"]', edited_at: 6 }),
    comment('reply', { post_id: 'post', parent_id: 'top', author_id: bob, client_id: 'same', at: 6 }),
    comment('erased', { post_id: 'post', replies: 1, ...tombstone }),
    comment('below', { post_id: 'post', parent_id: 'erased', at: 7 }),
    comment('covered', { post_id: 'post', replies: 1, ...tombstone }),
    comment('under', { post_id: 'post', parent_id: 'covered', at: 7 }),
  ],
  comment_reaction: [
    { comment_id: 'top', user_id: bob, emoji: '🔥', at: 7 },
    { comment_id: 'top', user_id: ann, emoji: '🔥', at: 8 },
  ],
  hub_comment: [
    comment('asked', { model_id: 'model', author_id: bob, client_id: 'same', replies: 1 }),
    comment('answer', { model_id: 'model', parent_id: 'asked', at: 6 }),
  ],
  hub_reaction: [
    { target_id: 'asked', user_id: ann, emoji: '👍', at: 7 },
    { target_id: 'model', user_id: ann, emoji: '❤️', at: 7 },
    { target_id: 'review', user_id: ann, emoji: '👎', at: 7 },
  ],
  safety_hidden_subject: [
    hidden('comment:covered', 'feed', {
      comment: [comment('covered', { post_id: 'post', replies: 1, mentions: '["bob"]' })],
      comment_reaction: [
        { comment_id: 'covered', user_id: bob, emoji: '😡', at: 7 },
        { comment_id: 'covered', user_id: gone, emoji: '😡', at: 7 },
      ],
    }),
    hidden('comment:taken', 'hub', {
      hub_comment: [comment('taken', { model_id: 'model', parent_id: 'asked' })],
      hub_reaction: [{ target_id: 'taken', user_id: bob, emoji: '👍', at: 7 }],
    }),
    hidden('post:hidden-post', 'feed', {
      post: [{ id: 'hidden-post' }],
      comment: [
        comment('kept', { post_id: 'hidden-post', author_id: bob }),
        comment('left', { post_id: 'hidden-post', author_id: gone, replies: 1 }),
      ],
      comment_reaction: [{ comment_id: 'kept', user_id: ann, emoji: '🎉', at: 7 }],
    }),
    hidden('message:m', 'chat', { message: { id: 'm' } }),
  ],
};

/** The same, of the tables that migration 0026 empties. */
const REACTIONS: Rows = {
  hub_review: [
    { id: 'review', model_id: 'model', user_id: bob, stars: 4, text: '', label: '1', at: 5, edited_at: null },
  ],
  post_reaction: [ann, bob].map((user_id) => ({ post_id: 'post', user_id, emoji: '👍', at: 7 })),
  post_reaction_count: [{ post_id: 'post', emoji: '👍', count: 2 }],
  message_reaction: [{ message_id: 'message', user_id: ann, emoji: '🔥', at: 7 }],
  hub_comment: ROWS['hub_comment'] ?? [],
  hub_reaction: ROWS['hub_reaction'] ?? [],
};

const openBefore = async (dialect: (typeof DIALECTS)[number], rows: Rows) => {
  const database = await emptyDatabase(dialect);
  await migrate(database.orm, database.url, { to: '0019-plain-names' });
  await insertAll(database.orm, rows);
  return database;
};

describe.each(DIALECTS)('migration 0020 of %s', (dialect) => {
  let orm: Orm;
  let comments: CommentsRepository;
  let reactions: ReactionsRepository;

  const hiddenSubject = async (key: string): Promise<unknown> => {
    const [row] = await execute(orm, 'select data from safety_hidden_subject where subject_key = ?', [key]);
    return JSON.parse(String(row?.['data']));
  };

  beforeAll(async () => {
    const before = await openBefore(dialect, ROWS);
    orm = before.orm;
    await migrate(orm, before.url, { to: '0020-comments' });
    const database = new Database(orm);
    [comments, reactions] = [new CommentsRepository(database), new ReactionsRepository(database)];
  });

  it('[D1] keeps comments, replies, edits, and placeholders on posts', async () => {
    const all = await comments.page({ subject: POST, parentId: null, viewerId: null }, null, 9);
    expect(all.sort((a, b) => (a.id < b.id ? 1 : -1))).toMatchObject([
      { id: 'top', text: 'text of top', mentionIds: [bob], at: 5, editedAt: 6, removed: null, replies: 1 },
      { id: 'erased', text: '', removed: { byId: bob, at: 8, isHidden: false } },
      { id: 'covered', text: '', mentionIds: [], removed: { byId: bob, at: 8, isHidden: true } },
    ]);
    expect(await comments.repliesTo(['top', 'erased'], { subject: POST, viewerId: null }, 3)).toMatchObject([
      { id: 'reply', parentId: 'top', authorId: bob, clientId: 'same' },
      { id: 'below', parentId: 'erased' },
    ]);
  });

  it('[D1] keeps comments on models, also when two commands had the same id', async () => {
    const [question, ...others] = await comments.page({ subject: MODEL, parentId: null, viewerId: null }, null, 9);
    expect([question, others]).toMatchObject([{ id: 'asked', clientId: 'asked', subject: MODEL, replies: 1 }, []]);
    expect(await comments.newest({ subject: MODEL, viewerId: null }, 9)).toMatchObject([
      { id: 'answer', parentId: 'asked', clientId: 'answer' },
      { id: 'asked' },
    ]);
  });

  it('[D1] keeps and counts reactions to comments, and leaves other reactions in place', async () => {
    expect(Object.fromEntries(await reactions.countsOf('comment', ['top', 'asked', 'covered']))).toEqual({
      top: [{ emoji: '🔥', count: 2 }],
      asked: [{ emoji: '👍', count: 1 }],
      covered: [{ emoji: '😡', count: 1 }],
    });
    expect((await reactions.reactionsBy('comment', bob, ['top'])).get('top')).toMatchObject([{ emoji: '🔥', at: 7 }]);
    const left = await execute(orm, 'select target_id from hub_reaction order by target_id');
    expect(left.map((row) => row['target_id'])).toEqual(['model', 'review']);
  });

  it('[S87] keeps hidden comments with their text, so that they can be restored', async () => {
    for (const id of ['covered', 'taken']) {
      expect(await hiddenSubject(`comment:${id}`)).toMatchObject({ handler: 'comments', snapshot: {} });
    }
    expect(await comments.byId('taken')).toMatchObject({ text: '', parentId: 'asked', removed: { isHidden: true } });
    expect(await comments.repliesTo(['asked'], { subject: MODEL, viewerId: null }, 3)).toMatchObject([
      { id: 'answer' },
    ]);
    await comments.unhide('taken');
    expect(await comments.byId('taken')).toMatchObject({ text: 'text of taken', subject: MODEL, removed: null });
    await comments.unhide('covered');
    expect(await comments.byId('covered')).toMatchObject({ text: 'text of covered', mentionIds: [bob], replies: 1 });
    expect((await reactions.countsOf('comment', ['taken'])).get('taken')).toEqual([{ emoji: '👍', count: 1 }]);
  });

  it('[S88] keeps comments on hidden posts, without the text of deleted users', async () => {
    const [kept] = [await comments.byId('kept')];
    expect(kept).toMatchObject({ subject: HIDDEN_POST, text: 'text of kept', removed: null });
    expect(await comments.byId('left')).toMatchObject({ text: '', removed: { byId: gone, isHidden: false } });
    expect((await reactions.countsOf('comment', ['kept'])).get('kept')).toEqual([{ emoji: '🎉', count: 1 }]);
    expect(await hiddenSubject('post:hidden-post')).toMatchObject({ snapshot: { post: [{ id: 'hidden-post' }] } });
  });

  it('[D1] changes nothing when it runs again after a crash', async () => {
    const everything = async () => [
      await execute(orm, 'select * from comment order by id'),
      await execute(orm, 'select * from reaction order by subject_id, user_id, emoji'),
      await execute(orm, 'select * from reaction_count order by subject_id, emoji'),
      await execute(orm, 'select * from safety_hidden_subject order by subject_key'),
    ];
    const before = await everything();
    await carryOver(
      (sql, params) => execute(orm, sql, params),
      async () => false,
    );
    expect(await everything()).toEqual(before);
  });
});

describe.each(DIALECTS)('migration 0026 of %s', (dialect) => {
  it('[D1] keeps and counts reactions to posts, models, reviews, comments, and messages', async () => {
    const { url, orm } = await openBefore(dialect, REACTIONS);
    expect(await migrate(orm, url)).toContain('0026-reactions');
    const reactions = new ReactionsRepository(new Database(orm));
    for (const [kind, id, count] of [
      ['post', 'post', { emoji: '👍', count: 2 }],
      ['model', 'model', { emoji: '❤️', count: 1 }],
      ['review', 'review', { emoji: '👎', count: 1 }],
      ['comment', 'asked', { emoji: '👍', count: 1 }],
      ['message', 'message', { emoji: '🔥', count: 1 }],
    ] as const) {
      expect([kind, (await reactions.countsOf(kind, [id])).get(id)]).toEqual([kind, [count]]);
    }
    expect((await reactions.reactionsBy('post', bob, ['post'])).get('post')).toMatchObject([{ emoji: '👍', at: 7 }]);
  });
});
