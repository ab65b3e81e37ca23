import { describe, expect, it } from '@jest/globals';
import { Database, migrate } from '@visionary/platform/database';
import { NotificationsRepository } from '../../libs/notifications/storage/notifications.repository.js';
import { emptyDatabase, execute, insert, insertAll, type Orm, type Row, type Rows } from '../support/orm.js';
import { DIALECTS } from '../support/services.js';

const LAST_BEFORE = '0019-plain-names';
const NAME = '0021-notifications';

const json = (value: unknown): string => JSON.stringify(value);
const shared = { user_id: 'ann', at: 9, read_at: null };
const ofFeed = (id: string, row: Row): Row => ({ ...shared, id, actor_ids: '["bob"]', count: 1, ...row });

/** Rows as the three tables held them. */
const ROWS: Rows = {
  take: [
    {
      id: 'take',
      room_id: 'room',
      number: 4,
      seq: 1,
      author_id: 'ann',
      prompt_author_ids: '[]',
      status: 'finished',
      ...{ prompt: 'a "fox"', negative: '', settings: '{}', images: '[]', losses: 0, queued_at: 1 },
    },
  ],
  notification: [
    {
      ...shared,
      ...{ id: '01', kind: 'reply', room_id: 'room', message_id: 'message', seq: 3, actor_id: 'bob', read_at: 10 },
    },
  ],
  feed_notification: [
    ofFeed('02', { kind: 'commentReply', post_id: 'post', comment_id: 'comment' }),
    ofFeed('03', { kind: 'postMention', post_id: 'post' }),
    ofFeed('04', {
      ...{ kind: 'reactions', post_id: 'post', bundle_key: 'reactions:post', count: 7 },
      data: json({ since: 5, emojis: ['👍'] }),
    }),
    ofFeed('05', { kind: 'follow', bundle_key: 'follow' }),
    ofFeed('06', { kind: 'modelMention', model_id: 'model', comment_id: 'comment' }),
    ofFeed('07', { kind: 'modelReactions', model_id: 'model', bundle_key: 'modelReactions:model' }),
    ofFeed('08', {
      ...{ kind: 'versionPublished', model_id: 'model', bundle_key: 'version:of-it' },
      data: json({ label: '2.0' }),
    }),
    ofFeed('09', { kind: 'modelUsed', post_id: 'post', model_id: 'model', bundle_key: 'model:h' }),
    ofFeed('10', { kind: 'takeFinished', room_id: 'room', take_id: 'take', actor_ids: '[]' }),
    ofFeed('11', { kind: 'takeFailed', room_id: 'room', take_id: 'deleted', actor_ids: '[]' }),
  ],
  safety_notification: [
    { ...shared, id: '12', kind: 'report', case_id: 'case', data: json({ byId: 'bob', text: 'spam', reason: 'spam' }) },
    { ...shared, id: '13', kind: 'decision', case_id: 'case', data: json({ text: 'no', mayAppeal: true }) },
  ],
};

const EXPECTED = {
  '01': { kind: 'reply', roomId: 'room', subjectId: 'message', seq: 3, actorIds: ['bob'], readAt: 10, bundleKey: null },
  '02': { kind: 'commentReply', subjectId: 'comment', parentId: 'post', actorIds: ['bob'], readAt: null },
  '03': { subjectId: 'post', parentId: null, facts: {} },
  '04': { subjectId: 'post', bundleKey: 'reactions:post', count: 7, createdAt: 5, at: 9, facts: { emojis: ['👍'] } },
  '05': { subjectId: null, parentId: null, bundleKey: 'follow', createdAt: 9 },
  '06': { subjectId: 'comment', parentId: 'model' },
  '07': { subjectId: 'model', parentId: null, bundleKey: 'modelReactions:model' },
  '08': { subjectId: 'of-it', parentId: 'model', bundleKey: null, facts: { label: '2.0' } },
  '09': { subjectId: 'post', parentId: 'model', bundleKey: 'model:h' },
  '10': { roomId: 'room', subjectId: 'take', actorIds: [], facts: { number: 4, prompt: 'a "fox"' }, seq: null },
  '12': { subjectId: 'case', actorIds: ['bob'], count: 1, facts: { text: 'spam', reason: 'spam' } },
  '13': { subjectId: 'case', actorIds: [], facts: { text: 'no', mayAppeal: true } },
};

describe.each(DIALECTS)('migration 0021 of %s', (dialect) => {
  const openBefore = async () => {
    const database = await emptyDatabase(dialect);
    await migrate(database.orm, database.url, { to: LAST_BEFORE });
    await insertAll(database.orm, ROWS);
    return database;
  };

  const expectAll = async (orm: Orm) => {
    const found = await new NotificationsRepository(new Database(orm)).ofUser('ann', '', 99);
    expect(Object.fromEntries(found.map((one) => [one.id, one]))).toMatchObject(EXPECTED);
    expect(found).toHaveLength(Object.keys(EXPECTED).length);
  };

  it('[D1] one table holds the notifications of all slices', async () => {
    const { url, orm } = await openBefore();
    expect(await migrate(orm, url)).toContain(NAME);
    await expectAll(orm);
  });

  it('[D1] a migration that fails starts again', async () => {
    const { url, orm } = await openBefore();
    await insert(orm, 'safety_notification', { ...shared, id: '14', kind: 'report', case_id: 'case', data: 'broken' });
    await expect(migrate(orm, url)).rejects.toThrow(/json/i);
    await execute(orm, `delete from safety_notification where id = '14'`);
    expect(await migrate(orm, url)).toContain(NAME);
    await expectAll(orm);
    if (dialect === 'sqlite') return;
    // As if it stopped before the replaced tables were dropped.
    for (const table of ['notification_before', 'safety_notification']) {
      await execute(orm, `create table ${table} (id char(36) primary key)`);
    }
    await execute(orm, 'delete from schema_migration where name = ?', [NAME]);
    expect(await migrate(orm, url)).toEqual([NAME]);
    await expectAll(orm);
    await expect(execute(orm, 'select 1 from notification_before')).rejects.toThrow(/exist/);
  });
});
