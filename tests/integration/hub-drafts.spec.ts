import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS, type DraftView, type RecognizedFile } from '@visionary/contract';
import { type TrialResult, TrialRegistry } from '@visionary/hub';
import { BlobStore } from '@visionary/platform/blobs';
import { Database } from '@visionary/platform/database';
import { ExpiredDraftSweeper } from '../../libs/hub/api/drafts/expired-draft-sweeper.js';
import { eventually } from '../support/eventually.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { advanceClock } from '../support/clock.js';
import {
  createDraft,
  announce,
  draftOf,
  isChecked,
  patch,
  uploadFile,
  sha256Of,
  someWeights,
  waitUntil,
  checkDraft,
} from '../support/drafts.js';
import { HttpClient } from '../support/http-client.js';
import { publishModel } from '../support/published-models.js';
import { splitVae } from '../support/split-vae.js';
import { connect } from '../support/live-client.js';
import { signUp, type SignedUp, exportOf, deleteAccount } from '../support/users.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

const NAME = 'some.safetensors';
const DAY_MS = 24 * 3_600_000;
const GOOD: TrialResult = { ok: true, renderFacts: '{"kind":"weights"}' };
const CRASHED: TrialResult = { ok: false, code: 'MODEL_PROBE_CRASHED', detail: { reason: 'it did' } };

/** The result of trials from now on. @returns the number of trials */
const trying = ({ app }: RunningApp, result: () => Promise<TrialResult>): (() => number) => {
  let tries = 0;
  app.get(TrialRegistry, { strict: false }).setRunner(() => {
    tries += 1;
    return result();
  });
  return () => tries;
};
const check = (client: SignedUp['client'], id: string) => client.post<DraftView>(`/api/hub/drafts/${id}/check`);

describe.each(DIALECTS)('drafts in %s', (dialect) => {
  let server: RunningApp;
  let ann: SignedUp;
  beforeAll(async () => {
    server = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    ann = await signUp(server.url, 'Ann');
  });
  const blobs = () => server.get(BlobStore);
  const sql = () => server.get(Database).query();

  it('[M170] header of a file tells what it is before the file is uploaded', async () => {
    const file = await readFile('tests/golden/checkpoints/files/sd15.safetensors');
    const start = file.subarray(0, 8 + Number(file.readBigUInt64LE()));
    const ask = (raw: Buffer, bytes: number, name = 'ink.safetensors') =>
      ann.client.send<RecognizedFile>('POST', `/api/hub/recognized-files?name=${name}&bytes=${bytes}`, undefined, {
        ...{ raw, headers: { 'content-type': 'application/octet-stream' } },
      });
    expect(await ask(start, file.length)).toMatchObject({
      status: 200,
      body: { kind: 'checkpoint', family: 'sd1', prediction: 'epsilon', precision: 'F16', missing: [] },
    });
    const rejections = [
      await ask(start, file.length - 1),
      await ask(start.subarray(0, -9), file.length),
      await ask(Buffer.from('{}'), 2),
      await ask(start, file.length, 'ink.ckpt'),
    ];
    const codes = rejections.map(({ body }) => (body as unknown as { code: string }).code);
    expect(codes).toEqual([...Array<string>(3).fill('MODEL_WEIGHTS_INVALID'), 'MODEL_PICKLE_NOT_ALLOWED']);
    const misnamed = await Promise.all(
      [' ink', 'a<b>', '%3F'].map((name) => ask(start, file.length, `${name}.safetensors`)),
    );
    expect(misnamed.map(({ body }) => (body as unknown as { code: string }).code)).toEqual(
      Array<string>(3).fill('MODEL_PATH_INVALID'),
    );
    expect((await new HttpClient(server.url).post('/api/hub/recognized-files?name=a&bytes=9')).status).toBe(401);
  });

  it('[M174] draft of a checkpoint uses the VAE of a published version, without an upload', async () => {
    trying(server, () => Promise.resolve(GOOD));
    const { client } = await signUp(server.url, 'Lender');
    const { checkpoint, vae } = splitVae('tests/golden/checkpoints/files/sd15.safetensors');
    const published = (kind: 'vae' | 'lora', content: Buffer) =>
      publishModel(server, { creator: ann, kind, files: new Map([[NAME, content]]) });
    const [part, lora] = [await published('vae', vae), await published('lora', someWeights(73))];
    const { id } = await createDraft(client);
    await uploadFile(client, id, NAME, checkpoint);
    const lacking = await checkDraft(client, id);
    const rejections = [lacking.rejection, ...lacking.files.map(({ rejection }) => rejection)];
    expect(rejections.map((one) => one?.detail?.['reasonKey'])).toContain('vaeMissing');
    const use = (versionId: string, from = client) =>
      from.post<DraftView & { code?: string }>(`/api/hub/drafts/${id}/published-files`, { versionId });
    expect((await use(part.version.id, ann.client)).body.code).toBe('HUB_DRAFT_NOT_FOUND');
    expect((await use(lora.version.id)).body).toMatchObject({ code: 'INVALID', detail: { field: 'versionId' } });
    expect((await use(randomUUID())).body.code).toBe('HUB_VERSION_NOT_FOUND');
    expect((await use(part.version.id)).status).toBe(201);
    const whole = await waitUntil(client, id, isChecked);
    expect(whole).toMatchObject({ state: 'ready', facts: { kind: 'model', hasPreviewDecoder: false } });
    const files = whole.files.map(({ path, sha256, isDeduplicated }) => [path, sha256, isDeduplicated]);
    expect(files).toEqual(
      expect.arrayContaining([
        [NAME, sha256Of(checkpoint), false],
        ['some-2.safetensors', sha256Of(vae), true],
      ]),
    );
    expect((await use(part.version.id)).body.files).toHaveLength(2);
    await ann.client.delete(`/api/hub/models/${part.model.id}`);
    expect((await use(part.version.id)).body.code).toBe('HUB_VERSION_NOT_FOUND');
    expect(await blobs().sizeOf(sha256Of(vae))).toBe(vae.length);
    expect((await draftOf(client, id)).state).toBe('ready');
  });

  it('[M26] draft is created once when the command repeats, and rejected above the limit', async () => {
    const { client } = await signUp(server.url, 'Starter');
    const clientId = randomUUID();
    const same = await Promise.all([1, 2, 3].map(() => client.post<DraftView>('/api/hub/drafts', { clientId })));
    expect(new Set(same.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    const limit = LIMITS.draftsPerUser;
    const more = Array.from({ length: limit + 2 }, () => client.post('/api/hub/drafts', { clientId: randomUUID() }));
    const statuses = (await Promise.all(more)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(limit - 1);
    const { body } = await client.get<{ drafts: DraftView[] }>('/api/hub/drafts');
    expect(body.drafts).toHaveLength(limit);
    expect(await client.post('/api/hub/drafts', { clientId: randomUUID(), modelId: randomUUID() })).toMatchObject({
      status: 429,
    });
  });

  it('[M26] draft keeps its form, and only its creator sees it', async () => {
    const { client } = ann;
    const { id } = await createDraft(client);
    const form = { name: '水墨 ink', triggerWords: ['zkz'], description: 'so far' };
    const path = `/api/hub/drafts/${id}`;
    expect((await client.send<DraftView>('PUT', path, form)).body).toMatchObject({ form, state: 'empty' });
    expect((await client.send<DraftView>('PUT', path, { name: 'x' })).body.form).toEqual({ name: 'x' });
    const wrong = await client.send('PUT', path, { name: '<script>' });
    expect([wrong.status, (await draftOf(client, id)).form]).toEqual([400, { name: 'x' }]);
    const eve = (await signUp(server.url, 'Eve')).client;
    for (const [method, at] of [
      ...[
        ['GET', ''],
        ['PUT', ''],
        ['DELETE', ''],
        ['POST', '/check'],
        ['DELETE', `/files/${randomUUID()}`],
      ],
    ] as [string, string][]) {
      const body = method === 'PUT' ? {} : undefined;
      expect(await eve.send(method, path + at, body)).toMatchObject({
        status: 404,
        body: { code: 'HUB_DRAFT_NOT_FOUND' },
      });
    }
    await client.delete(path);
    expect((await client.get(path)).status).toBe(404);
  });

  it('[M28] draft is checked when all files are uploaded, and again when files change', async () => {
    const { client } = ann;
    const tries = trying(server, async () => ({ ...GOOD, isTestRendered: false }));
    const { id } = await createDraft(client);
    expect((await check(client, id)).body).toMatchObject({ code: 'HUB_DRAFT_NOT_READY' });
    await uploadFile(client, id, NAME, someWeights(21));
    const { path } = await announce(client, { draftId: id, path: 'README.md' }, 5);
    expect((await check(client, id)).body).toMatchObject({ code: 'HUB_DRAFT_NOT_READY' });
    expect(await patch(client, path, 0, Buffer.from('hello'))).toBe(204);
    const ready = await checkDraft(client, id);
    expect(ready).toMatchObject({
      state: 'ready',
      facts: { kind: 'weights', tensors: 1, parameters: 1024, isTestRendered: false },
      suggestedForm: { label: '1.0' },
    });
    expect([tries(), (await check(client, id)).body.state]).toEqual([1, 'ready']);
    await announce(client, { draftId: id, path: 'more.md' }, 5);
    const changed = await draftOf(client, id);
    expect([changed.state, changed.facts]).toEqual(['uploading', undefined]);
    await client.delete(`/api/hub/drafts/${id}`);
  });

  it('[M28] draft is rejected as a whole or at the faulty file, which is checked again when other files change', async () => {
    const { client } = ann;
    trying(server, async () => GOOD);
    const { id } = await createDraft(client);
    await uploadFile(client, id, NAME, someWeights(22));
    await uploadFile(client, id, 'other.safetensors', someWeights(23));
    expect(await checkDraft(client, id)).toMatchObject({ state: 'rejected', rejection: { code: 'MODEL_INCOMPLETE' } });
    const { files } = await draftOf(client, id);
    await client.delete(`/api/hub/drafts/${id}/files/${files.find(({ path }) => path !== NAME)?.id}`);
    trying(server, async () => ({ ok: false, code: 'RENDER_NAN', detail: { path: NAME } }));
    const rejected = await checkDraft(client, id);
    expect([rejected.state, rejected.rejection]).toEqual(['rejected', undefined]);
    expect(rejected.files).toMatchObject([{ path: NAME, state: 'rejected', rejection: { code: 'RENDER_NAN' } }]);
    trying(server, async () => GOOD);
    expect(await checkDraft(client, id)).toMatchObject({ state: 'ready', files: [{ state: 'checked' }] });
    await client.delete(`/api/hub/drafts/${id}`);
  });

  it('[M30] trial is skipped when the same bytes crashed one, and repeated the day after a timeout', async () => {
    const bob = await signUp(server.url, 'Bob');
    const content = someWeights(24);
    const drafts = [await createDraft(ann.client), await createDraft(bob.client)];
    const [first, second] = [drafts[0]?.id ?? '', drafts[1]?.id ?? ''];
    let tries = trying(server, async () => CRASHED);
    await uploadFile(ann.client, first, NAME, content);
    const rejection = { code: 'MODEL_PROBE_CRASHED', detail: { reason: 'it did' } };
    expect(await checkDraft(ann.client, first)).toMatchObject({ state: 'rejected', rejection });
    await ann.client.delete(`/api/hub/drafts/${first}`);
    await uploadFile(bob.client, second, 'another name.safetensors', content);
    expect(await checkDraft(bob.client, second)).toMatchObject({ state: 'rejected', rejection });
    expect(tries()).toBe(1);
    const slow = await createDraft(ann.client);
    await uploadFile(ann.client, slow.id, NAME, someWeights(25));
    tries = trying(server, async () => ({ ...CRASHED, code: 'MODEL_PROBE_TIMEOUT' }));
    expect(await checkDraft(ann.client, slow.id)).toMatchObject({ rejection: { code: 'MODEL_PROBE_TIMEOUT' } });
    expect(await checkDraft(ann.client, slow.id)).toMatchObject({ rejection: { code: 'MODEL_PROBE_TIMEOUT' } });
    expect(tries()).toBe(1);
    trying(server, async () => GOOD);
    const ready = await advanceClock(server, DAY_MS + 1, () => checkDraft(ann.client, slow.id));
    expect(ready.state).toBe('ready');
    await ann.client.delete(`/api/hub/drafts/${slow.id}`);
  });

  it('[M31] check can be requested again when the server failed', async () => {
    const { client } = ann;
    const { id } = await createDraft(client);
    const content = someWeights(26);
    await uploadFile(client, id, NAME, content);
    const broken = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    trying(server, broken);
    expect(await checkDraft(client, id)).toMatchObject({ state: 'rejected', rejection: { code: 'STORAGE_FULL' } });
    trying(server, async () => GOOD);
    expect(await checkDraft(client, id)).toMatchObject({ state: 'ready' });
    expect(await readdir(join(server.config.dataDir, 'trials'))).toEqual([]);
    await client.delete(`/api/hub/drafts/${id}`);
  });

  it('[M31] file is accepted when a node crashed between storing and recording it', async () => {
    const { client } = ann;
    const { id } = await createDraft(client);
    const content = someWeights(27);
    const { id: fileId } = await uploadFile(client, id, NAME, content);
    const crash = async () => {
      const dead = {
        kind: 'hub.inspectFile',
        job_key: fileId,
        run_at: 1,
        attempts: 1,
        lease_holder: randomUUID(),
        lease_until: 1,
      };
      await sql().insertInto('job').values(dead).execute();
      await sql().updateTable('hub_draft_file').set({ state: 'checking' }).where('id', '=', fileId).execute();
    };
    await crash();
    expect(await uploadFile(client, id, 'README.md', Buffer.from('wakes it'))).toMatchObject({ state: 'checked' });
    await waitUntil(client, id, ({ files }) => files.every(({ state }) => state === 'checked'));
    await crash();
    await rm(join(server.config.dataDir, 'blobs', sha256Of(content).slice(0, 2), sha256Of(content)));
    await uploadFile(client, id, 'NOTICE', Buffer.from('wakes it again'));
    const { files } = await waitUntil(client, id, (draft) => draft.files.some(({ state }) => state === 'rejected'));
    expect(files.find(({ path }) => path === NAME)).toMatchObject({ rejection: { code: 'MODEL_FILE_CORRUPT' } });
    await client.delete(`/api/hub/drafts/${id}`);
  });

  it('[M32] idle uploads and drafts are deleted when they expire', async () => {
    const { client } = await signUp(server.url, 'Leaver');
    const [left, kept] = [await createDraft(client), await createDraft(client)];
    const { path } = await announce(client, { draftId: left.id, path: NAME }, 100);
    await patch(client, path, 0, Buffer.alloc(40));
    const content = someWeights(28);
    await uploadFile(client, kept.id, NAME, content);
    // A check that was still to come would change the draft in the time to come.
    await checkDraft(client, kept.id);
    const sweep = () => server.get(ExpiredDraftSweeper).sweep();
    await advanceClock(server, 13 * DAY_MS, sweep);
    expect((await draftOf(client, left.id)).files).toHaveLength(1);
    await advanceClock(server, 15 * DAY_MS, sweep);
    expect(await draftOf(client, left.id)).toMatchObject({ state: 'empty', files: [] });
    const uploads = () => readdir(join(server.config.dataDir, 'uploads'));
    const part = path.split('/').at(-1) ?? '';
    await eventually('the part is deleted', async () => !(await uploads()).includes(part));
    await advanceClock(server, 31 * DAY_MS, sweep);
    expect(
      (await client.get<{ drafts: DraftView[] }>('/api/hub/drafts')).body.drafts.map(({ id }) => id),
    ).not.toContain(kept.id);
    await eventually('its blob is deleted', async () => (await blobs().sizeOf(sha256Of(content))) === null);
  });

  it('[M122] [M139] [M140] rejected file is shown later, replaced by an upload of its path, and expires when the draft holds nothing else', async () => {
    const { client } = await signUp(server.url, 'Refused');
    const [empty, filled, typed] = [await createDraft(client), await createDraft(client), await createDraft(client)];
    expect((await announce(client, { draftId: empty.id, path: 'old.ckpt' }, 100)).status).toBe(415);
    expect(await announce(client, { draftId: typed.id, path: 'unet/model.onnx' }, 0)).toMatchObject({
      status: 422,
      body: { code: 'MODEL_FILE_EMPTY', detail: { path: 'unet/model.onnx' } },
    });
    const away = { path: NAME, rejection: { code: 'MODEL_WEIGHTS_INVALID', detail: { path: NAME } } };
    for (const { id } of [filled, typed]) {
      expect((await client.post(`/api/hub/drafts/${id}/rejected-files`, away)).status).toBe(204);
      expect((await draftOf(client, id)).rejectedFiles?.[0]).toEqual(away);
    }
    expect((await draftOf(client, empty.id)).rejectedFiles).toMatchObject([
      { path: 'old.ckpt', rejection: { code: 'MODEL_PICKLE_NOT_ALLOWED' } },
    ]);
    const stranger = await signUp(server.url, 'Stranger');
    expect((await stranger.client.post(`/api/hub/drafts/${empty.id}/rejected-files`, away)).status).toBe(404);
    expect((await client.post(`/api/hub/drafts/${empty.id}/rejected-files`, { path: '', rejection: {} })).status).toBe(
      400,
    );
    await uploadFile(client, filled.id, NAME, someWeights(31));
    expect((await draftOf(client, filled.id)).rejectedFiles).toBeUndefined();
    await client.send('PUT', `/api/hub/drafts/${typed.id}`, { name: 'Still wanted' });
    const sweep = () => server.get(ExpiredDraftSweeper).sweep();
    const ids = async () =>
      (await client.get<{ drafts: DraftView[] }>('/api/hub/drafts')).body.drafts.map(({ id }) => id).sort();
    await advanceClock(server, 2 * DAY_MS, sweep);
    expect(await ids()).toEqual([empty.id, filled.id, typed.id].sort());
    const again = { clientId: randomUUID() };
    const begun = (await client.post<DraftView>('/api/hub/drafts', again)).body;
    expect(begun).toMatchObject({ id: empty.id, files: [] });
    expect(begun.rejectedFiles).toBeUndefined();
    expect((await client.post<DraftView>('/api/hub/drafts', again)).body.id).toBe(empty.id);
    expect((await createDraft(client)).id).not.toBe(empty.id);
    expect((await announce(client, { draftId: empty.id, path: 'old.ckpt' }, 100)).status).toBe(415);
    await advanceClock(server, 4 * DAY_MS, sweep);
    expect(await ids()).not.toContain(empty.id);
  });

  it('[M172] what headers tell is kept with a draft for its creator, replaced as a whole, and is not mistaken for rejected files', async () => {
    const { client } = await signUp(server.url, 'Adder');
    const { id } = await createDraft(client);
    const recognized = {
      ...{ kind: 'lora', family: 'sd1', precision: 'F16', dtypes: ['F16'], tensors: 2, parameters: 8, missing: [] },
      ...{ averagedCopies: 0, strayTensors: 0, triggerWords: ['ink'] },
    };
    const put = (files: readonly object[], by = client) =>
      by.send('PUT', `/api/hub/drafts/${id}/recognized-files`, { files });
    const files = [{ path: NAME, bytes: 900, recognized }];
    expect((await put(files)).status).toBe(204);
    expect(await draftOf(client, id)).toMatchObject({ state: 'empty', recognizedFiles: files });
    const stranger = await signUp(server.url, 'Onlooker');
    expect((await put([], stranger.client)).status).toBe(404);
    expect((await put([{ ...files[0], recognized: { kind: 'lora' } }])).status).toBe(400);
    const away = { path: 'other.safetensors', rejection: { code: 'MODEL_WEIGHTS_INVALID' } };
    await client.post(`/api/hub/drafts/${id}/rejected-files`, away);
    expect((await createDraft(client)).id).not.toBe(id);
    await put([]);
    expect(await draftOf(client, id)).not.toHaveProperty('recognizedFiles');
    expect((await createDraft(client)).id).toBe(id);
  });

  it('[M33] drafts are exported, and deleted with the account', async () => {
    const gone = await signUp(server.url, 'Goner');
    const { id } = await createDraft(gone.client);
    const content = someWeights(29);
    await uploadFile(gone.client, id, NAME, content);
    const { json } = await exportOf(gone);
    expect(json('model-drafts.json')).toMatchObject([{ id, files: [{ path: NAME, sha256: sha256Of(content) }] }]);
    await deleteAccount(gone);
    expect(await sql().selectFrom('hub_draft').select('id').where('id', '=', id).execute()).toEqual([]);
    await eventually('its blob is deleted', async () => (await blobs().sizeOf(sha256Of(content))) === null);
  });
});

describe('draft', () => {
  it('[M31] check is repeated by the next server when a server crashed during it', async () => {
    const first = await bootApp();
    const { client } = await signUp(first.url, 'Interrupted');
    const { id } = await createDraft(client);
    await uploadFile(client, id, NAME, someWeights(31));
    let begun: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    first.get(TrialRegistry).setRunner((_files, signal) => {
      begun();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    });
    await check(client, id);
    await hasBegun;
    expect((await draftOf(client, id)).state).toBe('checking');
    await first.stop();
    const second = await bootApp({ dataDir: first.config.dataDir, databaseUrl: first.config.databaseUrl });
    const again = Object.assign(Object.create(client) as typeof client, { url: second.url });
    expect(await waitUntil(again, id, isChecked)).toMatchObject({ state: 'ready' });
  });

  it('[M34] draft is broadcast at most twice a second while files are uploaded, and when it is removed', async () => {
    const server = await bootApp();
    const { client } = await signUp(server.url, 'Watcher');
    const live = await connect(server.url, client.cookieHeader);
    const { id } = await createDraft(client);
    trying(server, async () => GOOD);
    const events = live.collect('hub.draftUpdated');
    const isReady = live.next('hub.draftUpdated', ({ draft }) => draft.state === 'ready');
    const begun = performance.now();
    await uploadFile(client, id, NAME, someWeights(32, 500_000));
    await check(client, id);
    expect((await isReady).draft).toMatchObject({ id, files: [{ state: 'checked' }] });
    expect(events.length).toBeLessThanOrEqual(Math.ceil((performance.now() - begun) / 500) + 1);
    const gone = live.next('hub.draftDeleted');
    await client.delete(`/api/hub/drafts/${id}`);
    expect(await gone).toEqual({ draftId: id });
  });

  it('[M29] draft is checked without a request when it holds one complete file', async () => {
    const server = await bootApp();
    trying(server, async () => GOOD);
    const { client } = await signUp(server.url, 'Silent');
    const { id } = await createDraft(client);
    await uploadFile(client, id, NAME, someWeights(33));
    expect(await waitUntil(client, id, isChecked)).toMatchObject({ state: 'ready', suggestedForm: { name: 'some' } });
  });
});
