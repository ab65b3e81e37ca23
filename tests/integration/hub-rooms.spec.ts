import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { VersionUsage, RoomView, Settings } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import type { NewTake } from '../../libs/generation/domain/take.js';
import { SqlTakes } from '../../libs/generation/storage/sql-takes.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { DocumentClient } from '../support/jam.js';
import { publishModel, type PublishedModel } from '../support/published-models.js';
import { createRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { SETTINGS } from '../support/takes.js';

const DAY_MS = 86_400_000;

describe.each(DIALECTS)('rooms that use a version in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let model: PublishedModel;
  let lora: PublishedModel;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    ann = await connectUser(app.url);
    model = await publishModel(app, { creator: ann, name: 'Ebb_1' });
    lora = await publishModel(app, { creator: ann, kind: 'lora', name: 'Flow' });
  });

  const counted = async ({ model: { id } }: PublishedModel) =>
    (await ann.client.get<VersionUsage>(`/api/hub/models/${id}/usage`)).body.rooms;

  /** A take that started this long ago. */
  const took = async (roomId: string, change: { settings?: Partial<Settings>; prompt?: string }, days = 1) => {
    const id = randomUUID();
    const take: NewTake = {
      ...{ id, roomId, number: ++number, authorId: ann.me.id, writerIds: [], negative: '', queuedAt: 1, seq: 0 },
      ...{ prompt: change.prompt ?? 'a fox', settings: { ...SETTINGS, ...change.settings } },
    };
    await app.app.get(SqlTakes, { strict: false }).add(take);
    const sql = app.app.get(Database, { strict: false }).query();
    const started_at = Date.now() - days * DAY_MS;
    await sql.updateTable('take').set({ status: 'finished', started_at }).where('id', '=', id).execute();
  };
  let number = 0;

  it('[M74] room counts when it rendered with the version within thirty days', async () => {
    const [one, two, three, old]: RoomView[] = await Promise.all([1, 2, 3, 4].map(() => createRoom(ann)));
    const { useId } = model.version;
    await took(one!.id, { settings: { model: useId } });
    await took(one!.id, { settings: { model: useId } });
    await took(two!.id, { settings: { model: useId.replace('_', 'x') } });
    await took(old!.id, { settings: { model: useId } }, 31);
    expect(await counted(model)).toBe(1);
    await took(two!.id, { settings: { loras: [{ id: lora.version.useId, weight: 1 }] } });
    await took(three!.id, { prompt: `a fox <lora:${lora.version.useId}:0.5>` });
    await took(old!.id, { prompt: `a fox <lora:${lora.version.useId}1:0.5>` });
    // A sample that the hub renders.
    await took(ann.me.id, { settings: { loras: [{ id: lora.version.useId, weight: 1 }] } });
    expect(await counted(lora)).toBe(2);
  });

  it('[M74] room counts once when it is open and has the version selected', async () => {
    const before = await counted(lora);
    const room = await createRoom(ann);
    const author = await DocumentClient.in(room.id, ann.live);
    author.settings.set('loras', JSON.stringify([{ id: lora.version.useId, weight: 0.5 }]));
    expect(await author.rejections()).toEqual([]);
    expect(await counted(lora)).toBe(before + 1);
    await took(room.id, { settings: { loras: [{ id: lora.version.useId, weight: 1 }] } });
    expect(await counted(lora)).toBe(before + 1);
    author.settings.delete('loras');
    author.type(`<lora:${lora.version.useId}>`);
    expect(await author.rejections()).toEqual([]);
    expect(await counted(lora)).toBe(before + 1);
  });
});
