import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { LIMITS, type DraftFileView } from '@visionary/contract';
import { TrialRegistry } from '@visionary/hub';
import { BlobStore } from '@visionary/platform/blobs';
import { bootApp, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import {
  createDraft,
  announce,
  abortedPatch,
  draftOf,
  offsetOf,
  patch,
  uploadFile,
  rejectionOf,
  sha256Of,
  someWeights,
  startPatch,
  waitUntil,
  uploadOf,
} from '../support/drafts.js';
import { signUp } from '../support/users.js';
import { Random } from '../support/random.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

const NAME = 'some.safetensors';
const uploadsIn = ({ config }: RunningApp): Promise<string[]> =>
  readdir(join(config.dataDir, 'uploads')).catch(() => []);
const fileIn = (files: readonly DraftFileView[], path = NAME) => files.find((file) => file.path === path);

describe('uploads', () => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await bootApp();
  });
  const blobs = () => server.get(BlobStore);

  it('[M20] upload stores a file, and deduplicates the same content of any user', async () => {
    const [ann, bob] = [await signUp(server.url, 'Ann'), await signUp(server.url, 'Bob')];
    const content = someWeights(1);
    const sha256 = sha256Of(content);
    const [hers, his] = [await createDraft(ann.client), await createDraft(bob.client)];
    const checked = { state: 'checked', received: content.length, sha256 };
    expect(await uploadFile(ann.client, hers.id, NAME, content, { sha256 })).toMatchObject({
      ...checked,
      isDeduplicated: false,
    });
    expect(await uploadFile(bob.client, his.id, NAME, content)).toMatchObject({ ...checked, isDeduplicated: true });
    expect(await blobs().sizeOf(sha256)).toBe(content.length);
    await eventually('no upload is left', async () => (await uploadsIn(server)).length === 0);
    await ann.client.delete(`/api/hub/drafts/${hers.id}`);
    expect(await blobs().sizeOf(sha256)).toBe(content.length);
    const file = fileIn((await draftOf(bob.client, his.id)).files) as DraftFileView;
    expect((await bob.client.delete(`/api/hub/drafts/${his.id}/files/${file.id}`)).status).toBe(204);
    await waitUntil(bob.client, his.id, ({ state }) => state === 'empty');
    await eventually('its blob is deleted', async () => (await blobs().sizeOf(sha256)) === null);
  });

  it('[M21] upload is complete when it was interrupted at fifty random points', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
    const random = new Random(seed);
    const { client } = await signUp(server.url, 'Cut');
    const { id } = await createDraft(client);
    const content = someWeights(seed, 1_500_000);
    const { path } = await announce(client, { draftId: id, path: NAME }, content.length);
    for (let cuts = 0; cuts < 50; cuts++) {
      const offset = await offsetOf(client, path);
      const rest = content.subarray(offset);
      const cutAfter = 1 + random.below(Math.floor((2 * content.length) / 60));
      await abortedPatch(client, { path, draftId: id }, offset, rest, cutAfter);
    }
    const offset = await offsetOf(client, path);
    expect({ seed, some: offset > 0, all: offset === content.length }).toEqual({ seed, some: true, all: false });
    expect(await patch(client, path, offset, content.subarray(offset))).toBe(204);
    const { files } = await waitUntil(client, id, (draft) => fileIn(draft.files)?.state === 'checked');
    expect({ seed, sha256: fileIn(files)?.sha256 }).toEqual({ seed, sha256: sha256Of(content) });
  });

  it('[M21] upload is visible only to its creator, and rejected from other origins', async () => {
    const [ann, eve] = [await signUp(server.url, 'AnnOwns'), await signUp(server.url, 'Eve')];
    const { id } = await createDraft(ann.client);
    const content = someWeights(2);
    const { path } = await announce(ann.client, { draftId: id, path: NAME }, content.length);
    expect(await patch(eve.client, path, 0, content)).toBe(404);
    const tus = { headers: { 'tus-resumable': '1.0.0' } };
    expect((await eve.client.send('HEAD', path, undefined, tus)).status).toBe(404);
    expect((await eve.client.send('DELETE', path, undefined, tus)).status).toBe(404);
    expect(await announce(eve.client, { draftId: id, path: 'x.json' }, 5)).toMatchObject({
      status: 404,
      body: { code: 'HUB_DRAFT_NOT_FOUND' },
    });
    const foreign = { headers: { ...tus.headers, origin: 'https://evil.example' } };
    expect((await ann.client.send('DELETE', path, undefined, foreign)).body).toMatchObject({
      code: 'ORIGIN_NOT_ALLOWED',
    });
    ann.client.cookies.clear();
    expect(await patch(ann.client, path, 0, content)).toBe(401);
  });

  it('[M21] upload is not interrupted when another user requests it', async () => {
    const [ann, eve] = [await signUp(server.url, 'AnnSends'), await signUp(server.url, 'EveCalls')];
    const { id } = await createDraft(ann.client);
    const content = someWeights(4);
    const { path } = await announce(ann.client, { draftId: id, path: NAME }, content.length);
    const replyStatus = new Promise<number | null>((resolve) => {
      const sending = startPatch(ann.client, path, 0, content.length, resolve);
      sending.write(content.subarray(0, 100), () => {
        const calls = ['HEAD', 'PATCH', 'DELETE', 'TRACE'].map((method) =>
          eve.client.send(method, path, undefined, { headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0' } }),
        );
        void Promise.all(calls).then((answers) => {
          expect(answers.map(({ status }) => status)).toEqual([404, 400, 404, 404]);
          sending.end(content.subarray(100));
        }, resolve);
      });
    });
    expect(await replyStatus).toBe(204);
  });

  it('[M141] upload logs no error when its draft is removed during the check', async () => {
    const { client } = await signUp(server.url, 'Leaver');
    const [gone, next] = [await createDraft(client), await createDraft(client)];
    for (const [n, { id }] of [gone, next].entries()) await uploadFile(client, id, NAME, someWeights(40 + n));
    const check = (id: string) => client.post(`/api/hub/drafts/${id}/check`);
    const trying = (trial: Parameters<TrialRegistry['setRunner']>[0]) => server.get(TrialRegistry).setRunner(trial);
    const logError = jest.spyOn(Logger.prototype, 'error');
    try {
      trying(async () => {
        await client.delete(`/api/hub/drafts/${gone.id}`);
        throw Object.assign(new Error('its files went'), { code: 'ENOENT' });
      });
      expect((await check(gone.id)).status).toBe(202);
      await eventually('it went', async () => (await client.get(`/api/hub/drafts/${gone.id}`)).status === 404);
      trying(async () => ({ ok: true, renderFacts: '{"kind":"weights"}' }));
      expect((await check(next.id)).status).toBe(202);
      // Files are checked one at a time: that check has ended.
      await waitUntil(client, next.id, ({ state }) => state === 'ready');
      expect(logError).not.toHaveBeenCalled();
      expect(await check(gone.id)).toMatchObject({ status: 404, body: { code: 'HUB_DRAFT_NOT_FOUND' } });
    } finally {
      logError.mockRestore();
    }
  });

  it('[M27] bytes are ignored when they come with the announcement', async () => {
    const { client } = await signUp(server.url, 'Sneak');
    const { id } = await createDraft(client);
    const content = someWeights(5);
    const headers = {
      'tus-resumable': '1.0.0',
      'upload-length': String(content.length),
      'upload-metadata': `draftId ${btoa(id)},path ${btoa(NAME)}`,
      'content-type': 'application/offset+octet-stream',
    };
    const begun = await client.post('/api/hub/uploads', undefined, { headers, raw: content });
    expect(begun.status).toBe(201);
    expect(await offsetOf(client, begun.headers.location ?? '')).toBe(0);
  });

  it('[M27] upload is rejected when it differs from its announcement, and keeps its bytes', async () => {
    const { client } = await signUp(server.url, 'Liar');
    const { id } = await createDraft(client);
    const content = someWeights(3);
    const file = await uploadFile(client, id, NAME, content, { sha256: sha256Of(Buffer.from('else')) });
    expect(file).toMatchObject({ state: 'rejected', rejection: { code: 'MODEL_FILE_CORRUPT' } });
    // Its bytes are deleted after the rejection is recorded.
    await eventually('its bytes are gone', async () => !(await uploadsIn(server)).includes(file.id));
    const { path } = await announce(client, { draftId: id, path: NAME }, 100);
    // The rejected file of the same name is gone.
    expect((await draftOf(client, id)).files).toHaveLength(1);
    expect(await patch(client, path, 7, content.subarray(0, 50))).toBe(409);
    expect(await patch(client, path, 0, content.subarray(0, 101))).toBe(413);
    expect(await patch(client, path, 0, content.subarray(0, 50))).toBe(204);
    expect(await offsetOf(client, path)).toBe(50);
    const gone = await client.send('DELETE', path, undefined, { headers: { 'tus-resumable': '1.0.0' } });
    expect([gone.status, (await draftOf(client, id)).state]).toEqual([204, 'empty']);
  });

  it.each([
    ['MODEL_PICKLE_NOT_ALLOWED', 415, 'model.ckpt', 10],
    ['MODEL_FILE_TYPE_UNSUPPORTED', 415, 'virus.exe', 10],
    ['MODEL_TOO_LARGE', 422, NAME, LIMITS.modelFileBytes],
    ['MODEL_PATH_INVALID', 422, '../../evil.json', 10],
    ['MODEL_PATH_INVALID', 422, '/etc/passwd.json', 10],
    ['MODEL_PATH_INVALID', 422, 'a\0b.json', 10],
    ['MODEL_PATH_INVALID', 422, 'a\\b.json', 10],
    ['MODEL_PATH_INVALID', 422, 'unet/CON.json', 10],
    ['MODEL_PATH_INVALID', 422, `${'a'.repeat(200)}.json`, 10],
    ['MODEL_PATH_INVALID', 422, 'A.json', 10],
  ])('[M24] upload is rejected with %s (%i) for %j before any byte', async (code, status, path, bytes) => {
    const { client } = await signUp(server.url, `P${Math.random().toString(36).slice(2, 10)}`);
    const { id } = await createDraft(client);
    await announce(client, { draftId: id, path: 'a.json' }, 10);
    const before = await uploadsIn(server);
    // A size above the limit is rejected by the protocol itself.
    const size = code === 'MODEL_TOO_LARGE' ? bytes + 1 : bytes;
    const refused = await announce(client, { draftId: id, path }, size);
    if (code === 'MODEL_TOO_LARGE') expect(refused).toMatchObject({ status: 413, body: { code: 'TOO_LARGE' } });
    else expect(refused).toMatchObject({ status, body: { code } });
    expect(await uploadsIn(server)).toEqual(before);
    expect((await draftOf(client, id)).files).toHaveLength(1);
  });

  it('[M21] later request takes over when two send the same upload', async () => {
    const { client } = await signUp(server.url, 'Twice');
    const { id } = await createDraft(client);
    const content = someWeights(4, 3_000_000);
    const { path } = await announce(client, { draftId: id, path: NAME }, content.length);
    const statuses = await Promise.all([0, 1, 2].map(() => patch(client, path, 0, content)));
    expect(statuses.every((status) => [204, 409, 503].includes(status ?? 503))).toBe(true);
    for (let offset = await offsetOf(client, path); offset < content.length; offset = await offsetOf(client, path)) {
      await patch(client, path, offset, content.subarray(offset));
    }
    const { files } = await waitUntil(client, id, (draft) => fileIn(draft.files)?.state === 'checked');
    expect(fileIn(files)?.sha256).toBe(sha256Of(content));
  });
});

describe.each(DIALECTS)('upload quota in %s', (dialect) => {
  it('[M23] quota is kept when many uploads begin at once', async () => {
    const [bytes, room] = [10_000, 7];
    const server = await bootApp({ databaseUrl: await freshDatabase(dialect), hubQuotaBytes: bytes * room + 5 });
    const { client } = await signUp(server.url, 'Hoarder');
    const drafts = [await createDraft(client), await createDraft(client)];
    const requests = Array.from({ length: 20 }, (_, index) =>
      announce(client, { draftId: drafts[index % 2]?.id ?? '', path: `${index}.json` }, bytes),
    );
    const statuses = (await Promise.all(requests)).map(({ status, body }) => [
      status,
      (body as { code?: string }).code,
    ]);
    expect(statuses.filter(([status]) => status === 201)).toHaveLength(room);
    expect(statuses.filter(([, code]) => code === 'HUB_QUOTA_EXCEEDED')).toHaveLength(20 - room);
    expect(await uploadsIn(server)).toHaveLength(room);
    const { body } = await client.get<{ quota: object }>('/api/hub/drafts');
    expect(body.quota).toEqual({ bytes: bytes * room + 5, used: bytes * room });
    const { upload, done } = uploadOf(client, drafts[0]?.id ?? '', 'more.json', Buffer.alloc(bytes));
    upload.start();
    expect(await rejectionOf(done)).toMatchObject({ status: 413, body: { code: 'HUB_QUOTA_EXCEEDED' } });
  });

  it('[M22] upload resumes after a restart, and a complete one is inspected', async () => {
    const settings = { databaseUrl: await freshDatabase(dialect) };
    const first = await bootApp(settings);
    const { client } = await signUp(first.url, 'Patient');
    const { id } = await createDraft(client);
    const content = someWeights(5, 1_000_000);
    const { path } = await announce(client, { draftId: id, path: NAME }, content.length);
    await abortedPatch(client, { path, draftId: id }, 0, content, 1_234_567);
    const offset = await offsetOf(client, path);
    await first.stop();
    const second = await bootApp({ ...settings, dataDir: first.config.dataDir });
    const again = Object.assign(Object.create(client) as typeof client, { url: second.url });
    expect(await offsetOf(again, path)).toBe(offset);
    expect(await patch(again, path, offset, content.subarray(offset))).toBe(204);
    const { files } = await waitUntil(again, id, (draft) => fileIn(draft.files)?.state === 'checked');
    expect(fileIn(files)?.sha256).toBe(sha256Of(content));
  });
});
