import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Notification } from '../../libs/notifications/domain/notification.js';
import { NotificationsRepository } from '../../libs/notifications/storage/notifications.repository.js';
import { migratedOrm } from '../support/orm.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { WatchedDatabase } from '../support/watched-database.js';

const [ann, bob, post, room] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

const aNotification = (userId: string, at: number, fields: Partial<Notification> = {}): Notification => ({
  ...{
    id: randomUUID(),
    userId,
    kind: 'comment',
    bundleKey: null,
    roomId: null,
    subjectId: randomUUID(),
    parentId: post,
  },
  ...{ seq: null, actorIds: [bob], count: 1, facts: {}, createdAt: at, at, readAt: at % 7 ? 1 : null },
  ...fields,
});

describe.each(DIALECTS)('queries of notifications in %s', (dialect) => {
  let database: WatchedDatabase;
  let notifications: NotificationsRepository;

  beforeAll(async () => {
    const url = await freshDatabase(dialect);
    database = new WatchedDatabase(await migratedOrm(url));
    notifications = new NotificationsRepository(database);
    await notifications.add(Array.from({ length: 5_000 }, (_, n) => aNotification(n % 5 ? ann : randomUUID(), n)));
    // Refreshes the statistics of MySQL after the bulk insert.
    if (dialect === 'mysql') await sql`analyze table notification`.execute(database.query());
  });

  it('[F50] inbox is paged, counted, bundled, and withdrawn by indexes', async () => {
    const during = (work: () => Promise<unknown>) => database.during(work);
    const [page, counts, bundle, recipients, ...writes] = [
      await during(() => notifications.page(ann, { at: 2_500, id: randomUUID() }, 31)),
      await during(() => notifications.unreadOf([ann, bob])),
      await during(() => notifications.unreadBundle(ann, `reactions:${post}`)),
      await during(() => notifications.recipientsAmong(post, [ann, bob])),
      await during(() => notifications.markRead(ann, { roomId: room, upToSeq: 5 }, 1)),
      await during(() => notifications.markSubjectRead(post, ['report'], 1)),
      await during(() => notifications.unreadBundles('reactions', { subjectIds: [post] })),
      await during(() => notifications.delete({ aboutIds: [randomUUID()] })),
    ];
    for (const queries of [page, counts, bundle, recipients]) expect(queries).toHaveLength(1);
    for (const query of [page, counts, bundle, recipients, ...writes].flat()) {
      expect([query.sql, await database.fullScans(query)]).toEqual([query.sql, []]);
    }
  });

  it('[C16] notifications for 1,500 members take two statements', async () => {
    const [message, members] = [randomUUID(), Array.from({ length: 1_500 }, () => randomUUID())];
    const fields = {
      kind: 'roomMention',
      roomId: room,
      subjectId: message,
      parentId: null,
      seq: 3,
      readAt: null,
    } as const;
    const all = members.map((userId) => aNotification(userId, 1, fields));
    expect(await database.during(() => notifications.add(all))).toHaveLength(2);
    expect((await notifications.recipientsAmong(message, members)).size).toBe(1_500);
    expect(await notifications.delete({ aboutIds: [message] })).toHaveLength(1_500);
    expect((await notifications.recipientsAmong(message, members)).size).toBe(0);
  });
});
