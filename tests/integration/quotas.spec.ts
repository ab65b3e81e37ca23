import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CaseDetail, type DraftList, LIMITS } from '@visionary/contract';
import type { z } from 'zod';
import { Database } from '@visionary/platform/database';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { publishUpload } from '../support/community.js';
import { announce, createDraft } from '../support/drafts.js';
import { buildRenderRequest } from '../support/jam.js';
import { type ConnectedUser, connectUsers, createRoom } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { solidPng } from '../support/test-images.js';

const GIB = 2 ** 30;
const DAY_MS = 24 * 3_600_000;

describe.each(DIALECTS)('quotas on %s', (dialect) => {
  let app: RunningApp;
  let [ann, mod] = [] as ConnectedUser[] as [ConnectedUser, ConnectedUser];
  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect), newAccountHours: 24, takeQuotaBytes: 1_000 });
    [ann, mod] = await connectUsers(app.url, 'Ann', 'Moe');
    await appoint(app, 'Moe', 'moderator');
  });

  const quotaOf = async ({ client }: ConnectedUser) =>
    (await client.get<z.infer<typeof DraftList>>('/api/hub/drafts')).body.quota;
  const execute = (query: string) => app.app.get(Database, { strict: false }).em.execute(query);
  const ageBy = (days: number) =>
    execute(`update account set created_at = ${Date.now() - days * DAY_MS} where id = '${ann.me.id}'`);
  const announces = async (bytes: number) => {
    const { id } = await createDraft(ann.client);
    return announce(ann.client, { draftId: id, path: 'big.safetensors' }, bytes);
  };
  let shade = 0;
  const upload = async (roomId: string) =>
    ann.client.upload<{ code?: string }>(`/api/rooms/${roomId}/uploads`, await solidPng(8, 6, `#00${10 + shade++}ff`));

  it('[A34] a new account has a share of the quota, which grows with age, and moderators have all of it', async () => {
    expect(await quotaOf(mod)).toEqual({ bytes: 20 * GIB, used: 0 });
    expect(await quotaOf(ann)).toEqual({
      ...{ bytes: 2 * GIB, used: 0, growsTo: 4 * GIB },
      growsAt: ann.me.createdAt + 7 * DAY_MS,
    });
    expect(await announces(3 * GIB)).toMatchObject({
      status: 413,
      body: { code: 'HUB_QUOTA_EXCEEDED', detail: { bytes: 2 * GIB, growsTo: 4 * GIB } },
    });
    await ageBy(8);
    expect(await quotaOf(ann)).toMatchObject({ bytes: 4 * GIB, growsTo: 8 * GIB });
    await ageBy(60);
    expect(await quotaOf(ann)).toEqual({ bytes: 20 * GIB, used: 0 });
  });

  it('[A35] a decision against the user takes the growth back until it is revoked', async () => {
    await ageBy(60);
    const post = await publishUpload(ann);
    const removal = { subject: { kind: 'post', id: post.id }, rule: 'stolen' };
    const { body } = await mod.client.post<CaseDetail>('/api/safety/removals', removal);
    expect(await quotaOf(ann)).toEqual({ bytes: 2 * GIB, used: 0 });
    const { id, changedAt } = body.case;
    await mod.client.post(`/api/safety/cases/${id}/decisions`, { changedAt, kind: 'restore' });
    expect(await quotaOf(ann)).toEqual({ bytes: 20 * GIB, used: 0 });
  });

  it('[A36] uploaded images are limited by their pixels, lower for a new account', async () => {
    const room = await createRoom(ann);
    await ageBy(0);
    expect((await upload(room.id)).status).toBe(201);
    const side = Math.ceil(Math.sqrt(LIMITS.uploadedMegapixels.newAccount * 1_000_000));
    await execute(`update room_upload set width = ${side}, height = ${side}`);
    expect(await upload(room.id)).toMatchObject({ status: 413, body: { code: 'STORAGE_IMAGE_QUOTA_EXCEEDED' } });
    const uploadToFeed = async () =>
      ann.client.upload<{ code?: string }>('/api/post-uploads', await solidPng(8, 6, `#00${10 + shade++}ff`));
    expect((await uploadToFeed()).status).toBe(201);
    await execute(`update post_upload set width = ${side}, height = ${side}`);
    expect(await uploadToFeed()).toMatchObject({ status: 413, body: { code: 'STORAGE_IMAGE_QUOTA_EXCEEDED' } });
    await ageBy(2);
    expect((await upload(room.id)).status).toBe(201);
    expect((await uploadToFeed()).status).toBe(201);
  });

  it('[A37] takes are limited by the size of the images that their author rendered, lower for a new account', async () => {
    const settings = { model: 'visionary-mini', width: 128, height: 128 };
    const [room, other] = [await createRoom(ann), await createRoom(mod)];
    const renders = ({ live }: ConnectedUser, roomId: string) =>
      live.rejectionOf('jam.render', buildRenderRequest(roomId, { settings }));
    const useBytes = (bytes: number) =>
      execute(`update take set image_bytes = ${bytes} where author_id = '${ann.me.id}'`);
    await ageBy(0);
    expect(await renders(ann, room.id)).toBe('ok');
    await useBytes(100);
    expect(await renders(ann, room.id)).toBe('STORAGE_TAKE_QUOTA_EXCEEDED');
    expect(await renders(mod, other.id)).toBe('ok');
    await ageBy(2);
    expect(await renders(ann, room.id)).toBe('ok');
    await useBytes(500);
    expect(await renders(ann, room.id)).toBe('STORAGE_TAKE_QUOTA_EXCEEDED');
    await useBytes(499);
    expect(await renders(ann, room.id)).toBe('ok');
  });
});
