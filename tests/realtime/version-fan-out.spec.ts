import { randomUUID } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { Database } from '@visionary/platform/database';
import { JobRepository } from '@visionary/platform/jobs';
import { NotificationsRepository } from '../../libs/notifications/storage/notifications.repository.js';
import { bootCluster } from '../support/cluster.js';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { connect } from '../support/live-client.js';
import { signUp } from '../support/users.js';
import { publishModel } from '../support/published-models.js';
import { connectUsers } from '../support/rooms.js';
import { DIALECTS, freshDatabase, freshFolder } from '../support/services.js';
import { addComment } from '../support/community.js';

const FOLLOWERS = 1_203;

/** Many followers of this user, without other data. */
async function followed({ app }: RunningApp, userId: string): Promise<void> {
  const sql = app.get(Database, { strict: false }).query<{ follow: object }>();
  const rows = Array.from({ length: FOLLOWERS }, (_, at) => ({
    user_id: randomUUID(),
    followed_id: userId,
    at,
  }));
  for (let from = 0; from < FOLLOWERS; from += 300) {
    await sql
      .insertInto('follow')
      .values(rows.slice(from, from + 300))
      .execute();
  }
}

/** Notifications about a model, and how many users have one. */
async function notified(app: RunningApp, modelId: string): Promise<[notifications: number, users: number]> {
  const rows = await rowsOf(app, 'notification', `parent_id = '${modelId}'`);
  return [rows.length, new Set(rows.map((row) => row['user_id'])).size];
}
const pendingFanOuts = async ({ app }: RunningApp) =>
  (await app.get(JobRepository, { strict: false }).summaries(0)).filter(({ kind }) => kind === 'feed.notifyOfVersion');

describe.each(DIALECTS)('fan-out of new versions in %s', (dialect) => {
  it('[M105] followers are notified once each when a node crashes during the fan-out', async () => {
    const settings = { databaseUrl: await freshDatabase(dialect), dataDir: freshFolder(), logLevel: 'silent' } as const;
    const first = await bootApp(settings);
    const { me } = await signUp(first.url, 'Ann');
    await followed(first, me.id);
    const notices = first.get(NotificationsRepository);
    const add = notices.add.bind(notices);
    jest.spyOn(notices, 'add').mockImplementationOnce(add).mockRejectedValue(new Error('this node is gone'));
    const { model } = await publishModel(first, { creator: me.id, kind: 'lora' });
    await eventually('some are notified', async () => (await notified(first, model.id))[0] > 0);
    expect(await notified(first, model.id)).toEqual([500, 500]);
    await first.app.close();
    const second = await bootApp(settings);
    await eventually('all are notified', async () => (await pendingFanOuts(second)).length === 0);
    expect(await notified(second, model.id)).toEqual([FOLLOWERS, FOLLOWERS]);
  });

  it('[M105] fan-out stops when the version is unpublished', async () => {
    const app = await bootApp({ databaseUrl: await freshDatabase(dialect), logLevel: 'silent' });
    const { me, client } = await signUp(app.url, 'Ann');
    await followed(app, me.id);
    const notices = app.get(NotificationsRepository);
    const add = notices.add.bind(notices);
    const spied = jest.spyOn(notices, 'add').mockImplementationOnce(add).mockRejectedValue(new Error('it hangs'));
    const { model, version } = await publishModel(app, { creator: me.id, kind: 'lora' });
    await eventually('some are notified', async () => (await notified(app, model.id))[0] > 0);
    expect((await client.send('DELETE', `/api/hub/versions/${version.id}`, undefined)).status).toBe(204);
    expect([await notified(app, model.id), await pendingFanOuts(app)]).toEqual([[0, 0], []]);
    spied.mockRestore();
  });
});

describe('feedback on two nodes', () => {
  it('[M101] [M105] comment reaches open models on the other node, and users are notified once', async () => {
    const { one, two } = await bootCluster();
    const [ann, bob] = await connectUsers(one.url, 'Ann', 'Bob');
    await followed(one, ann.me.id);
    const published = await Promise.all([one, two].map((node) => publishModel(node, { creator: ann, kind: 'lora' })));
    const [{ model } = { model: { id: '' } }] = published;
    const there = await connect(two.url, bob.client.cookieHeader);
    await there.do('hub.openModel', { modelId: model.id });
    const arriving = there.next('comments.changed', ({ comment }) => comment.text === 'hi');
    const reply = await addComment(ann, { kind: 'model', id: model.id }, 'hi');
    expect((await arriving).comment).toEqual(reply);
    await eventually('all are notified', async () => (await pendingFanOuts(one)).length === 0);
    for (const { model: each } of published) expect(await notified(two, each.id)).toEqual([FOLLOWERS, FOLLOWERS]);
  });
});
