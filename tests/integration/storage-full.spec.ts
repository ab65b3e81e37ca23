import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Health, RoomView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { BlobStore, FreeSpace } from '@visionary/platform/blobs';
import { ImageDecoder } from '../../libs/platform/images/image-task.js';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { createDraft, uploadOf } from '../support/drafts.js';
import { eventually } from '../support/eventually.js';
import { HttpClient } from '../support/http-client.js';
import { buildRenderRequest, render, renderTake, takeFinished, TINY_MODELS } from '../support/jam.js';
import { connectUser, createRoom, openRoom, sendText, type ConnectedUser } from '../support/rooms.js';
import { solidPng } from '../support/test-images.js';
import { PASSWORD } from '../support/users.js';

const MIB = 2 ** 20;
const image = await solidPng(64, 64);

describe('a server whose disk is almost full', () => {
  let server: RunningApp;
  let mira: ConnectedUser;
  let room: RoomView;
  let freeBytes = Infinity;

  beforeAll(async () => {
    server = await bootApp({ modelsDir: TINY_MODELS, rendererEnabled: true, rendererThreads: 1, logLevel: 'fatal' });
    jest.spyOn(server.get(FreeSpace), 'read').mockImplementation(async () => freeBytes);
    mira = await connectUser(server.url, 'Mira');
    await appoint(server, 'Mira');
    room = await createRoom(mira);
    await openRoom(mira, room.id);
    await renderTake(mira.live, room.id);
  });
  afterEach(async () => {
    await leaveFree(Infinity);
  });
  const leaveFree = async (bytes: number): Promise<void> => {
    freeBytes = bytes;
    await server.get(FreeSpace).freeBytes();
  };
  const health = async () => (await mira.client.get<Health>('/api/health')).body;
  const uploadAvatar = () =>
    mira.client.send('PUT', '/api/me/avatar', undefined, { raw: image, headers: { 'content-type': 'image/png' } });
  const uploadToRoom = () => mira.client.upload(`/api/rooms/${room.id}/uploads`, image);
  const uploadToFeed = () => mira.client.upload('/api/post-uploads', image);
  const uploadModel = async (draftId: string) => {
    const { upload, done } = uploadOf(mira.client, draftId, 'a.safetensors', Buffer.alloc(64), { retryDelays: [] });
    upload.start();
    return done.then(
      () => 201,
      (error: { originalResponse?: { getStatus(): number } }) => error.originalResponse?.getStatus(),
    );
  };

  it('[H21] rejects new files and says so, while everything else continues, until space is free', async () => {
    const draft = await createDraft(mira.client);
    await leaveFree(255 * MIB);
    const decoded = jest.spyOn(server.get(ImageDecoder), 'run');
    const full = { status: 507, body: { code: 'STORAGE_FULL' } };
    expect(await uploadAvatar()).toMatchObject(full);
    expect(await uploadToRoom()).toMatchObject(full);
    expect(await uploadToFeed()).toMatchObject(full);
    expect(await uploadModel(draft.id)).toBe(507);
    // Nothing is decoded or checked that cannot be saved.
    expect(decoded).not.toHaveBeenCalled();
    decoded.mockRestore();
    expect(await mira.live.rejectionOf('jam.render', buildRenderRequest(room.id))).toBe('STORAGE_FULL');

    expect(await health()).toMatchObject({ status: 'degraded', storage: 'low', database: 'up' });
    expect((await mira.live.do('admin.subscribe', {})).storage).toEqual({
      ...{ freeBytes: 240 * MIB, isLow: true, isWritable: true },
      reserveBytes: server.get(FreeSpace).reserveBytes,
    });
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain(`visionary_disk_free_bytes ${255 * MIB}\n`);
    expect(metrics).toContain(`visionary_disk_reserve_bytes ${256 * MIB}\n`);

    expect(await sendText(mira, room.id, 'still here')).toMatchObject({ event: { type: 'chat.sent' } });
    const session = { name: 'Mira', password: PASSWORD };
    expect((await new HttpClient(server.url).post('/api/session', session)).status).toBe(200);

    await leaveFree(300 * MIB);
    expect(await health()).toMatchObject({ storage: 'ok' });
    expect((await uploadAvatar()).status).toBe(200);
    expect((await uploadToRoom()).status).toBe(201);
    expect((await uploadToFeed()).status).toBe(201);
    expect(await uploadModel(draft.id)).toBe(201);
    await renderTake(mira.live, room.id);
  });

  it('[H21] keeps queued takes waiting, and finishes them when space is free', async () => {
    const take = takeFinished(mira.live);
    const claimed = jest.spyOn(server.get(BlobStore), 'hasSpace', 'get');
    // Full for the renderer, and not yet for the command that queues it.
    claimed.mockReturnValue(false);
    const { id } = await render(mira.live, room.id);
    await eventually('the renderer asks for a take', () => claimed.mock.calls.length > 1);
    claimed.mockRestore();
    expect(await take).toMatchObject({ id });
  });

  it.each([
    ['H21', 'STORAGE_FULL', 'becomes full'],
    ['H45', 'STORAGE_UNAVAILABLE', 'can no longer be written'],
  ])('[%s] the server fails a take with %s when the disk %s while it renders', async (_, code) => {
    const store = jest.spyOn(server.get(BlobStore), 'leaseAll').mockRejectedValueOnce(new Rejection(code));
    const failed = mira.live.next('generation.failed');
    await render(mira.live, room.id);
    expect((await failed).payload).toMatchObject({ code });
    store.mockRestore();
  });

  it('[H45] the server rejects files and answers everything else when its folder cannot be written', async () => {
    const draft = await createDraft(mira.client);
    const readOnly = Object.assign(new Error('read-only file system'), { code: 'EROFS' });
    const fault = jest.spyOn(server.get(FreeSpace), 'findFault').mockResolvedValue(readOnly);
    const decoded = jest.spyOn(server.get(ImageDecoder), 'run');
    const unavailable = { status: 503, body: { code: 'STORAGE_UNAVAILABLE' } };
    expect(await uploadAvatar()).toMatchObject(unavailable);
    expect(await uploadToRoom()).toMatchObject(unavailable);
    expect(await uploadToFeed()).toMatchObject(unavailable);
    expect(decoded).not.toHaveBeenCalled();
    decoded.mockRestore();
    const failed = Object.assign(readOnly, { path: '/data/uploads/file' });
    const upload = jest.spyOn(server.get(FreeSpace), 'require').mockRejectedValue(failed);
    expect(await uploadModel(draft.id)).toBe(503);
    upload.mockRestore();
    expect(await mira.live.rejectionOf('jam.render', buildRenderRequest(room.id))).toBe('STORAGE_UNAVAILABLE');
    expect(server.get(BlobStore).hasSpace).toBe(false);

    fault.mockImplementation(async (folder) => (folder === '/data/uploads' ? readOnly : null));
    expect(await health()).toMatchObject({ status: 'degraded', storage: 'unwritable', database: 'up' });
    expect((await mira.live.do('admin.subscribe', {})).storage).toMatchObject({ isWritable: false });
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('visionary_disk_writable 0\n');
    expect(await sendText(mira, room.id, 'still here')).toMatchObject({ event: { type: 'chat.sent' } });

    fault.mockRestore();
    expect(await health()).toMatchObject({ storage: 'ok' });
    expect((await uploadAvatar()).status).toBe(200);
    expect((await uploadToRoom()).status).toBe(201);
    expect(await uploadModel(draft.id)).toBe(201);
    await renderTake(mira.live, room.id);
  });
});
