import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomView, UploadView } from '@visionary/contract';
import { BlobStore } from '@visionary/platform/blobs';
import { DocumentPersister } from '../../libs/jam/api/document-persister.js';
import { LiveDocuments } from '../../libs/jam/api/live-documents.js';
import { DocumentsService } from '../../libs/jam/use-cases/documents.service.js';
import { eventually } from '../support/eventually.js';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { deleteMessage, sendMessage } from '../support/chat.js';
import { insertTakes, takeRow } from '../support/finished-takes.js';
import { DocumentClient } from '../support/jam.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { solidPng } from '../support/test-images.js';

describe.each(DIALECTS)('images in messages in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    ann = await connectUser(app.url);
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  const upload = async (background: string, roomId = room.id): Promise<UploadView> => {
    const png = await solidPng(8, 6, background);
    return (await ann.client.upload<UploadView>(`/api/rooms/${roomId}/uploads`, png)).body;
  };
  const statusOf = async ({ url }: UploadView): Promise<number> => (await ann.client.get(url)).status;

  it('[C13] images of a deleted message are removed from their address and from storage', async () => {
    const image = await upload('red');
    const [row] = await rowsOf(app, 'room_upload', `id = '${image.id}'`);
    const blobs = app.get(BlobStore);
    const sha256 = String(row?.['sha256']);
    (await blobs.open(sha256))?.stream.destroy();
    const message = await sendMessage(ann, room.id, { attachments: [image.id] });
    expect(await statusOf(image)).toBe(200);
    await deleteMessage(ann, message);
    expect(await statusOf(image)).toBe(404);
    await eventually('its blob is deleted', async () => (await blobs.sizeOf(sha256)) === null);
  });

  it('[C13] an image stays when another message, another room, or a take uses it', async () => {
    const [shared, start] = [await upload('blue'), await upload('green')];
    const second = await createRoom(ann);
    const inSecondRoom = await upload('blue', second.id);
    const messages = [
      await sendMessage(ann, room.id, { attachments: [shared.id] }),
      await sendMessage(ann, room.id, { attachments: [shared.id, start.id] }),
    ] as const;
    const settings = JSON.stringify({ init: { image: { uploadId: start.id }, strength: 0.5 } });
    await insertTakes(app, takeRow({ roomId: room.id, authorId: ann.me.id }, { status: 'failed', settings }));
    await deleteMessage(ann, messages[1]);
    expect([await statusOf(shared), await statusOf(start)]).toEqual([200, 200]);
    await deleteMessage(ann, messages[0]);
    expect([await statusOf(shared), await statusOf(start), await statusOf(inSecondRoom)]).toEqual([404, 200, 200]);
  });

  it('[C13] the init image and mask of the document stay, whether it is open or only stored', async () => {
    const { id } = await createRoom(ann);
    const [image, mask] = [await upload('teal', id), await upload('white', id)];
    const client = await DocumentClient.in(id, ann.live);
    const init = { image: { uploadId: image.id }, strength: 0.5, mask: { uploadId: mask.id } };
    client.settings.set('init', JSON.stringify(init));
    expect(await client.rejections()).toEqual([]);
    const sendImages = () => sendMessage(ann, id, { attachments: [image.id, mask.id] });
    await deleteMessage(ann, await sendImages());
    expect([await statusOf(image), await statusOf(mask)]).toEqual([200, 200]);
    const document = await app.get(LiveDocuments).open(id);
    await app.get(DocumentPersister).flush(document);
    const documents = app.get(DocumentsService);
    expect([await documents.usesUpload(id, image.id), await documents.usesUpload(id, mask.id)]).toEqual([true, true]);
    client.settings.set('init', JSON.stringify({ image: init.image, strength: 0.5 }));
    expect(await client.rejections()).toEqual([]);
    await app.get(DocumentPersister).flush(document);
    await deleteMessage(ann, await sendImages());
    expect([await statusOf(image), await statusOf(mask)]).toEqual([200, 404]);
  });
});
