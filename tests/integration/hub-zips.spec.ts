import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { ZipFile } from 'yazl';
import { BlobStore } from '@visionary/platform/blobs';
import { eventually } from '../support/eventually.js';
import { bootApp, type RunningApp } from '../support/app.js';
import {
  createDraft,
  draftOf,
  isSettled,
  uploadFile,
  sha256Of,
  someWeights,
  waitUntil,
  uploadOf,
} from '../support/drafts.js';
import { signUp, type SignedUp } from '../support/users.js';

interface Packed {
  readonly name: string;
  readonly content: Buffer;
  readonly mode?: number;
  readonly compress?: boolean;
}
const zipOf = async (...files: readonly Packed[]): Promise<Buffer> => {
  const zip = new ZipFile();
  for (const { name, content, mode = 0o100644, compress = true } of files) {
    zip.addBuffer(content, name, { mode, compress, mtime: new Date(0) });
  }
  zip.end();
  return buffer(zip.outputStream);
};
const renamed = (zip: Buffer, from: string, to: string): Buffer =>
  Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
/** Every central header, changed in place. */
const changed = (zip: Buffer, change: (header: Buffer) => void): Buffer => {
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4)) change(zip.subarray(at));
  return zip;
};
const JSON_FILE = Buffer.from('{"a": 1}');
const one = (name: string, more: Partial<Packed> = {}) => zipOf({ name, content: JSON_FILE, ...more });

describe('zips', () => {
  let server: RunningApp;
  let ann: SignedUp;
  beforeAll(async () => {
    server = await bootApp();
    ann = await signUp(server.url, 'Zipper');
  });
  const uploads = () => readdir(join(server.config.dataDir, 'uploads'));
  // A file is deleted after the commit that makes it superfluous.
  const noUploadIsLeft = () => eventually('no upload is left', async () => (await uploads()).length === 0);
  const everything = () => readdir(server.config.dataDir, { recursive: true });

  it('[H45] an archive waits for another inspection when the disk cannot be written', async () => {
    const { client } = ann;
    const { id } = await createDraft(client);
    const waits = jest.spyOn(Logger.prototype, 'warn');
    const store = jest
      .spyOn(server.get(BlobStore), 'leaseFile')
      .mockRejectedValue(new Rejection('STORAGE_UNAVAILABLE'));
    const { upload, done } = uploadOf(client, id, 'a.zip', await one('a.json'));
    upload.start();
    await done;
    await eventually('it waits', () =>
      waits.mock.calls.some(([message]) => /waits for inspection/.test(String(message))),
    );
    expect((await draftOf(client, id)).files).toMatchObject([{ path: 'a.zip', state: 'checking' }]);
    for (const spy of [waits, store]) spy.mockRestore();
    await client.delete(`/api/hub/drafts/${id}`);
  });

  it('[M25] archive is replaced by its files without the root folder and system files', async () => {
    const { client } = ann;
    const { id } = await createDraft(client);
    const weights = someWeights(7);
    const zip = await zipOf(
      { name: 'ink wash/ink.safetensors', content: weights },
      { name: 'ink wash/README.md', content: Buffer.from('# Ink') },
      { name: 'ink wash/.DS_Store', content: Buffer.from('x') },
      { name: '__MACOSX/ink wash/._ink.safetensors', content: Buffer.from('x') },
    );
    const { upload, done } = uploadOf(client, id, 'ink wash.zip', zip);
    upload.start();
    await done;
    const { files, suggestedForm } = await waitUntil(
      client,
      id,
      (draft) =>
        draft.files.length === 2 && isSettled(draft) && draft.files.every(({ path }) => !path.endsWith('.zip')),
    );
    expect(files.map(({ path, state, sha256 }) => [path, state, sha256])).toEqual([
      ['README.md', 'checked', sha256Of(Buffer.from('# Ink'))],
      ['ink.safetensors', 'checked', sha256Of(weights)],
    ]);
    expect(suggestedForm.name).toBe('ink wash.zip');
    await noUploadIsLeft();
    await client.delete(`/api/hub/drafts/${id}`);
  });

  const bomb = async () => {
    const zip = await zipOf({ name: 'a.onnx_data', content: Buffer.alloc(1024 * 1024 * 80) });
    return zip;
  };
  it.each<[string, string, () => Promise<Buffer>]>([
    ['MODEL_PATH_INVALID', 'a way out', async () => renamed(await one('xx/evil.json'), 'xx/', '../')],
    ['MODEL_PATH_INVALID', 'an absolute path', async () => renamed(await one('x/evil.json'), 'x/evil', '//evil')],
    ['MODEL_PATH_INVALID', 'a backslash', async () => renamed(await one('a-b.json'), 'a-b', 'a\\b')],
    ['MODEL_PATH_INVALID', 'a link', () => one('a.json', { mode: 0o120777 })],
    ['MODEL_PATH_INVALID', 'a device', () => one('a.json', { mode: 0o020666 })],
    [
      'MODEL_PATH_INVALID',
      'two that are one',
      () => zipOf({ name: 'A.json', content: JSON_FILE }, { name: 'a.json', content: JSON_FILE }),
    ],
    [
      'MODEL_PATH_INVALID',
      'one name twice',
      async () => {
        const zip = await zipOf({ name: 'a.json', content: JSON_FILE }, { name: 'b.json', content: JSON_FILE });
        return renamed(zip, 'b.json', 'a.json');
      },
    ],
    [
      'MODEL_ARCHIVE_UNREADABLE',
      'encryption',
      async () => changed(await one('a.json'), (header) => header.writeUInt16LE(header.readUInt16LE(8) | 1, 8)),
    ],
    [
      'MODEL_ARCHIVE_UNREADABLE',
      'a method nobody knows',
      async () => changed(await one('a.json'), (header) => header.writeUInt16LE(99, 10)),
    ],
    [
      'MODEL_ARCHIVE_INVALID',
      'fewer bytes than it says',
      async () => changed(await one('a.json'), (header) => header.writeUInt32LE(1_000, 24)),
    ],
    [
      'MODEL_ARCHIVE_INVALID',
      'more bytes than it says',
      async () => changed(await one('a.json'), (header) => header.writeUInt32LE(3, 24)),
    ],
    [
      'MODEL_ARCHIVE_INVALID',
      'a wrong checksum',
      async () => changed(await one('a.json'), (header) => header.writeUInt32LE(1, 16)),
    ],
    ['MODEL_ARCHIVE_INVALID', 'no end', async () => (await one('a.json')).subarray(0, -30)],
    ['MODEL_ARCHIVE_INVALID', 'nothing of a zip', async () => Buffer.from('a zip? not at all, however long it is')],
    [
      'MODEL_ARCHIVE_BOMB',
      'a million entries',
      async () => {
        const zip = await one('a.json');
        zip.writeUInt16LE(65_000, zip.length - 12);
        return zip;
      },
    ],
    ['MODEL_ARCHIVE_BOMB', 'zeros without end', bomb],
    [
      'MODEL_FILE_TYPE_UNSUPPORTED',
      'a zip inside',
      async () => zipOf({ name: 'in.zip', content: await one('a.json') }),
    ],
    ['MODEL_PICKLE_NOT_ALLOWED', 'a pickle', () => one('model.pt')],
    ['MODEL_FOLDER_INVALID', 'JSON that is none', () => one('a.json', { content: Buffer.from('{') })],
    ['MODEL_INCOMPLETE', 'nothing', () => zipOf()],
  ])('[M25] archive is rejected with %s for %s, and leaves no files', async (code, _what, make) => {
    const { client } = ann;
    const { id } = await createDraft(client);
    const before = await everything();
    const file = await uploadFile(client, id, 'wicked.zip', await make());
    expect(file).toMatchObject({ state: 'rejected', rejection: { code } });
    const draft = await draftOf(client, id);
    expect(draft.files.map(({ path }) => path)).toEqual(['wicked.zip']);
    await client.delete(`/api/hub/drafts/${id}`);
    await noUploadIsLeft();
    expect((await everything()).filter((name) => !/sqlite|blobs|uploads$/.test(name))).toEqual(
      before.filter((name) => !/sqlite|blobs|uploads$/.test(name)),
    );
  });

  it('[M25] archive leaves no files when its second file is rejected', async () => {
    const { client } = ann;
    const { id } = await createDraft(client);
    const weights = someWeights(11);
    const zip = await zipOf({ name: 'a.safetensors', content: weights }, { name: 'b.safetensors', content: JSON_FILE });
    expect(await uploadFile(client, id, 'half.zip', zip)).toMatchObject({
      rejection: { code: 'MODEL_WEIGHTS_INVALID' },
    });
    expect((await draftOf(client, id)).files).toHaveLength(1);
    const blobs = server.get(BlobStore);
    await eventually('its blob is deleted', async () => (await blobs.sizeOf(sha256Of(weights))) === null);
  });

  it('[M23] one of two archives is rejected when both exceed the quota together', async () => {
    const quota = 1_000_000;
    const small = await bootApp({ hubQuotaBytes: quota });
    const { client } = await signUp(small.url, 'TwoZips');
    const { id } = await createDraft(client);
    const zips = await Promise.all(
      [8, 9].map((seed) => {
        const content = Buffer.from(JSON.stringify({ seed, words: 'a'.repeat(0.7 * quota) }));
        return zipOf({ name: `${seed}.json`, content });
      }),
    );
    const all = zips.map((zip, index) => {
      const { upload, done } = uploadOf(client, id, `${index}.zip`, zip);
      upload.start();
      return done;
    });
    await Promise.all(all);
    const { files } = await waitUntil(client, id, isSettled);
    expect(files.map(({ rejection }) => rejection?.code ?? null).sort()).toEqual(['HUB_QUOTA_EXCEEDED', null]);
  });
});
