import { beforeAll, describe, expect, it } from '@jest/globals';
import { Database, migrate } from '@visionary/platform/database';
import { MessageSearchIndex } from '../../libs/chat/storage/message-search-index.js';
import { SqlMessageEdits } from '../../libs/chat/storage/sql-message-edits.js';
import { SqlMessages } from '../../libs/chat/storage/sql-messages.js';
import { ReactionsRepository } from '../../libs/comments/storage/reactions.repository.js';
import { Posts } from '../../libs/feed/storage/posts/posts.repository.js';
import { CollectionsRepository } from '../../libs/feed/storage/users/collections.repository.js';
import { SqlReviews } from '../../libs/hub/storage/feedback/sql-reviews.js';
import { SqlModelRepository } from '../../libs/hub/storage/versions/sql-model-repository.js';
import { Versions } from '../../libs/hub/storage/versions.js';
import { carryOverHidden } from '../../libs/platform/database/migrations/0023-visibility.js';
import { Rooms } from '../../libs/rooms/storage/rooms.js';
import { emptyDatabase, execute, insert, insertAll, type Orm, type Row, type Rows } from '../support/orm.js';
import { DIALECTS } from '../support/services.js';

const [ann, gone] = ['ann', 'gone'];
const SHA = '1'.repeat(64);
const ratings = { content_rating: 'everyone', minimum_rating: 'everyone' };

const hidden = (key: string, snapshot: object): Row => {
  const [kind, id] = key.split(':');
  const data = JSON.stringify({ subject: { kind, id }, facts: { title: '' }, handler: 'any', snapshot });
  return { subject_key: key, author_id: ann, sha256: null, data, at: 9 };
};
const version = (id: string, model_id: string, is_taken_down: number): Row => ({
  ...{ id, model_id, label: id, version_ref: `m@${id}`, state: 'unpublished', is_taken_down, notes: '', at: 5 },
  ...{ base_model: 'sd1', base_model_name: '', trigger_words: '[]', recommended: '{}', file_metadata: '{}' },
  ...{ hash: SHA.slice(0, 63) + id.slice(-1), bytes: 1 },
});
const room = (id: string): Row => ({
  ...{ id, name: id, topic: '', visibility: 'public', language: 'en', owner_id: ann, created_at: 5, last_seq: 1 },
  ...{ last_active_at: 5, search_text: id, kind: 'room', default_role: 'editor', archived_at: 7, hidden_at: 9 },
});
const post: Row = {
  ...{ id: 'post', search_row_number: 8, author_id: ann, client_id: 'c', sha256: SHA, width: 64, height: 64 },
  ...{ title: 'Fox', description: 'words', tags: '["fox"]', ...ratings, comments_enabled: 1, participants: '[]' },
  ...{ prompt: 'a fox', at: 5, hot_score: 1, likes: 1, comments: 0, views: 0, is_seeded: 0 },
};

/** Rows as version 0020 of the schema held them. */
const ROWS: Rows = {
  account: [
    {
      ...{ id: ann, username: ann, folded_name: ann, confusable_name: ann, password_hash: 'h', language: 'en' },
      ...{ theme: 'dark', sensitive_content_mode: 'hide', role: 'member', bio: '', created_at: 5 },
    },
  ],
  collection: [
    { id: 'collection', owner_id: ann, title: '', description: '', is_public: 1, created_at: 5, changed_at: 5 },
  ],
  room: [room('open'), room('archived')],
  message: [
    {
      ...{ id: 'message', room_id: 'open', seq: 1, author_id: ann, client_id: 'c', text: '', at: 5 },
      ...{ deleted_at: 9, deleted_by: ann },
    },
  ],
  hub_model: [
    {
      ...{ id: 'model', creator_id: ann, kind: 'model', name: 'm', name_key: 'm', name_confusable_key: 'm' },
      description: '',
      license: 'mit',
      license_text: '',
      tags: '[]',
      ...ratings,
      base_model: 'sd1',
      created_at: 5,
    },
  ],
  hub_version: [version('v1', 'model', 1), version('v2', 'model', 0)],
  safety_hidden_subject: [
    hidden('post:post', {
      post: [post],
      post_tag: [{ tag: 'fox', post_id: 'post', at: 5 }],
      post_participant: [ann, gone].map((user_id) => ({ user_id, post_id: 'post', at: 5 })),
      post_reaction: [ann, gone].map((user_id) => ({ post_id: 'post', user_id, emoji: '👍', at: 5 })),
      post_reaction_count: [{ post_id: 'post', emoji: '👍', count: 2 }],
      collection_post: ['collection', 'deleted'].map((collection_id) => {
        return { collection_id, post_id: 'post', position: 3, at: 5 };
      }),
    }),
    hidden('review:review', {
      hub_review: [
        { id: 'review', model_id: 'model', user_id: ann, stars: 2, text: 'no', label: 'v1', at: 5, edited_at: null },
      ],
      hub_reaction: [ann, gone].map((user_id) => ({ target_id: 'review', user_id, emoji: '👎', at: 5 })),
    }),
    hidden('message:message', {
      message: {
        ...{ id: 'message', roomId: 'open', text: 'hello', replyToId: 'first', attachments: [], card: null },
        ...{ mentions: [ann], editedAt: 6, pinned: { byId: ann, at: 7 } },
      },
      versions: [{ messageId: 'message', seq: 2, text: 'helo', at: 5 }],
      reactions: [{ messageId: 'message', userId: ann, emoji: '👍', at: 5 }],
    }),
    hidden('model:model', { versionIds: ['v1'] }),
    hidden('room:open', { wasArchived: false }),
    hidden('room:archived', { wasArchived: true }),
    hidden('take:take:0', {}),
  ],
};

describe.each(DIALECTS)('migration 0023 of %s', (dialect) => {
  let orm: Orm;
  let database: Database;
  let rerun: Readonly<Record<'before' | 'after', readonly object[]>>;

  const everything = async () => {
    const tables = [...Object.keys(ROWS), 'post', 'post_reaction', 'hub_review', 'hub_reaction', 'message_edit'];
    const kept = tables.filter((table) => table !== 'safety_hidden_subject');
    return Promise.all(kept.map((table) => execute(orm, `select * from \`${table}\``)));
  };

  beforeAll(async () => {
    let url: string;
    ({ orm, url } = await emptyDatabase(dialect));
    database = new Database(orm);
    await migrate(orm, url, { to: '0020-comments' });
    await insertAll(orm, ROWS);
    await migrate(orm, url, { to: '0023-visibility' });
    const before = await everything();
    await execute(orm, 'create table safety_hidden_subject (subject_key varchar(60), data text, at bigint)');
    for (const { subject_key, data, at } of ROWS['safety_hidden_subject'] ?? []) {
      await insert(orm, 'safety_hidden_subject', { subject_key, data, at });
    }
    await carryOverHidden(
      (sql, params) => execute(orm, sql, params),
      dialect === 'sqlite' ? 'insert or ignore' : 'insert ignore',
    );
    await execute(orm, 'drop table safety_hidden_subject');
    rerun = { before, after: await everything() };
    // The other migrations move reactions to one table.
    await migrate(orm, url);
  });

  it('[D1] changes nothing when it runs again after a crash', () => {
    expect(rerun.after).toEqual(rerun.before);
  });

  it('[S88] keeps a hidden post with its reactions and positions in collections, without deleted users', async () => {
    const posts = new Posts(database);
    expect(await posts.byId('post')).toBeNull();
    expect(await posts.hiddenByIds(['post'])).toMatchObject([{ title: 'Fox', description: 'words', likes: 1 }]);
    const positions = new CollectionsRepository(database);
    expect((await positions.counts(['collection'], 'all')).size).toBe(0);
    await posts.restore('post');
    expect(await posts.byId('post')).toMatchObject({ title: 'Fox', prompt: 'a fox' });
    expect((await positions.counts(['collection'], 'all')).get('collection')).toBe(1);
    expect(await execute(orm, `select user_id from reaction where subject_kind = 'post'`)).toEqual([{ user_id: ann }]);
    expect(await execute(orm, 'select user_id from post_participant')).toEqual([{ user_id: ann }]);
  });

  it('[S89] keeps a hidden message with its edits, reactions and pin', async () => {
    const messages = new SqlMessages(database, new MessageSearchIndex(database));
    expect(await messages.byIds(['message'])).toMatchObject([
      { text: '', replyToId: null, mentions: [], pinned: null, deleted: { byId: ann, at: 9 } },
    ]);
    const [message] = await messages.moderated(['message']);
    expect(message).toMatchObject({
      text: 'hello',
      replyToId: 'first',
      mentions: [ann],
      isHidden: true,
      deleted: null,
    });
    expect(message).toMatchObject({ editedAt: 6, attachments: [], sharedTake: null, pinned: { byId: ann, at: 7 } });
    expect(await new SqlMessageEdits(database).of('message', 9)).toMatchObject([{ text: 'helo' }]);
    expect((await new ReactionsRepository(database).countsOf('message', ['message'])).get('message')).toEqual([
      { emoji: '👍', count: 1 },
    ]);
  });

  it('[S90] keeps a hidden review with its reactions, without those of deleted users', async () => {
    const reviews = new SqlReviews(database);
    expect(await reviews.byId('review')).toBeNull();
    expect(await reviews.starHistogram('model')).toEqual([0, 0, 0, 0, 0]);
    expect(await reviews.moderated(['review'])).toMatchObject([{ text: 'no', stars: 2, isHidden: true }]);
    await reviews.setHidden('review', null);
    expect(await reviews.of('model', ann)).toMatchObject({ id: 'review', text: 'no' });
    expect((await new ReactionsRepository(database).countsOf('review', ['review'])).get('review')).toEqual([
      { emoji: '👎', count: 1 },
    ]);
  });

  it('[S90] knows which versions of a hidden model to publish again', async () => {
    const versions = new Versions(database);
    expect(await versions.modelById('model')).toMatchObject({ isHidden: true });
    await new SqlModelRepository(database).restore('model');
    expect(await versions.modelById('model')).toMatchObject({ isHidden: false });
    const states = (await versions.ofModel('model')).map(({ id, state, isTakenDown }) => [id, state, isTakenDown]);
    expect(states.sort()).toEqual([
      ['v1', 'published', false],
      ['v2', 'unpublished', false],
    ]);
  });

  it('[S90] archives a hidden room only if it was archived before', async () => {
    const rooms = await new Rooms(database).moderated(['open', 'archived']);
    expect(rooms.map(({ id, archivedAt, isHidden }) => [id, archivedAt, isHidden]).sort()).toEqual([
      ['archived', 7, true],
      ['open', null, true],
    ]);
  });
});
