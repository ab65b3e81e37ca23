import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomView, UploadView } from '@visionary/contract';
import { BlobStore } from '@visionary/platform/blobs';
import { Database } from '@visionary/platform/database';
import sharp from 'sharp';
import type { TakeRow } from '../../libs/generation/storage/take-tables.js';
import { IsUploadUsedInDocument } from '../../libs/jam/use-cases/is-upload-used-in-document.js';
import { DocumentPersister } from '../../libs/jam/api/document-persister.js';
import { LiveDocuments } from '../../libs/jam/api/live-documents.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { removes, sends } from '../support/chat.js';
import { DocumentClient } from '../support/jam.js';
import { aRoom, opens, type Present, someone } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

describe.each(DIALECTS)('pictures in messages, on %s', (dialect) => {
  let app: RunningApp;
  let ann: Present;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    ann = await someone(app.url);
    room = await aRoom(ann);
    await opens(ann, room.id);
  });

  const bring = async (background: string, roomId = room.id): Promise<UploadView> => {
    const raw = await sharp({ create: { width: 8, height: 6, channels: 3, background } })
      .png()
      .toBuffer();
    const headers = { 'content-type': 'image/png' };
    return (await ann.client.post<UploadView>(`/api/rooms/${roomId}/uploads`, undefined, { raw, headers })).body;
  };
  const statusOf = async ({ url }: UploadView): Promise<number> => (await ann.client.get(url)).status;

  it('[C13] images of a removed message go from their address and from the disk', async () => {
    const upload = await bring('red');
    const row = await app.app
      .get(Database, { strict: false })
      .em.execute<{ sha256: string }[]>(`select sha256 from room_upload where id = '${upload.id}'`);
    const blobs = app.app.get(BlobStore, { strict: false });
    const sha256 = row[0]?.sha256 ?? '';
    (await blobs.open(sha256))?.stream.destroy();
    const message = await sends(ann, room.id, { attachments: [upload.id] });
    expect(await statusOf(upload)).toBe(200);
    await removes(ann, message);
    expect(await statusOf(upload)).toBe(404);
    while ((await blobs.open(sha256)) !== null);
  });

  it('[C13] what another message shows, another room has, or a take starts from stays', async () => {
    const [shared, start] = [await bring('blue'), await bring('green')];
    const second = await aRoom(ann);
    const elsewhere = await bring('blue', second.id);
    const messages = [
      await sends(ann, room.id, { attachments: [shared.id] }),
      await sends(ann, room.id, { attachments: [shared.id, start.id] }),
    ] as const;
    const settings = JSON.stringify({ init: { image: { uploadId: start.id }, strength: 0.5 } });
    const words = { id: randomUUID(), seq: 1, author_id: ann.me.id, writers: '[]', prompt: '', negative: '' };
    const state = {
      status: 'failed' as const,
      settings,
      images: '[]',
      queued_at: 1,
      losses: 0,
      overtaken: 0,
      number: 1,
    };
    const takes = app.app.get(Database, { strict: false }).query<{ take: Partial<TakeRow> }>().insertInto('take');
    await takes.values({ ...words, ...state, room_id: room.id }).execute();
    await removes(ann, messages[1]);
    expect([await statusOf(shared), await statusOf(start)]).toEqual([200, 200]);
    await removes(ann, messages[0]);
    expect([await statusOf(shared), await statusOf(start), await statusOf(elsewhere)]).toEqual([404, 200, 200]);
  });

  it('[C13] what the room is about to start from stays, whether its settings are at hand or kept', async () => {
    const { id } = await aRoom(ann);
    const [image, mask] = [await bring('teal', id), await bring('white', id)];
    const hand = await DocumentClient.in(id, ann.live);
    const init = { image: { uploadId: image.id }, strength: 0.5, mask: { uploadId: mask.id } };
    hand.settings.set('init', JSON.stringify(init));
    expect(await hand.refusals()).toEqual([]);
    const shows = () => sends(ann, id, { attachments: [image.id, mask.id] });
    await removes(ann, await shows());
    expect([await statusOf(image), await statusOf(mask)]).toEqual([200, 200]);
    const document = await app.app.get(LiveDocuments, { strict: false }).open(id);
    await app.app.get(DocumentPersister, { strict: false }).flush(document);
    const kept = app.app.get(IsUploadUsedInDocument, { strict: false });
    expect([await kept.run(id, image.id), await kept.run(id, mask.id)]).toEqual([true, true]);
    hand.settings.set('init', JSON.stringify({ image: init.image, strength: 0.5 }));
    expect(await hand.refusals()).toEqual([]);
    await app.app.get(DocumentPersister, { strict: false }).flush(document);
    await removes(ann, await shows());
    expect([await statusOf(image), await statusOf(mask)]).toEqual([200, 404]);
  });
});
