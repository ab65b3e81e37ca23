import type { Settings } from '@visionary/contract';
import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { accountsBlobs } from '@visionary/accounts';
import { feedBlobs } from '@visionary/feed';
import { imagesBlobs } from '@visionary/platform/images';
import { UploadsService, generationBlobs } from '@visionary/generation';
import { hubBlobs } from '@visionary/hub';
import { UnitOfWork } from '@visionary/kernel';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import { Database } from '@visionary/platform/database';
import { Avatars } from '../../libs/accounts/api/avatars.js';
import { PostUploadsService } from '../../libs/feed/use-cases/posts/post-uploads.service.js';
import type { RenderRecord } from '../../libs/generation/domain/renderer-protocol.js';
import { SqlTakeLeases } from '../../libs/generation/storage/sql-take-leases.js';
import { SqlTakes } from '../../libs/generation/storage/sql-takes.js';
import { DraftAccountHandler } from '../../libs/hub/api/drafts/draft-account-handler.js';
import { ModelsService } from '../../libs/hub/use-cases/versions/models.service.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { referenceBlob } from '../support/blob-references.js';
import { publishModel, tinyModelFiles } from '../support/published-models.js';
import { eventually } from '../support/eventually.js';
import { signUp, type SignedUp } from '../support/users.js';
import { FakeS3 } from '../support/fake-s3.js';
import { freshDatabase } from '../support/services.js';

const COLUMNS = [...imagesBlobs, ...accountsBlobs, ...generationBlobs, ...hubBlobs, ...feedBlobs]
  // Texts of takes have a separate index.
  .filter((column) => !('text' in column))
  .map(({ table, column }) => `${table}.${column}`);

const keyOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

const places = {
  'a folder, on SQLite': async () => bootApp({ databaseUrl: await freshDatabase('sqlite') }),
  'a bucket, on MySQL': async () =>
    bootApp({ databaseUrl: await freshDatabase('mysql'), s3: (await FakeS3.start()).settings }),
};

describe.each(Object.entries(places))('blobs that slices share in %s', (_place, boot) => {
  let app: RunningApp;
  let ann: SignedUp;
  let blobs: BlobStore;
  let database: Database;
  type Class<T> = abstract new (...args: never[]) => T;
  const the = <T>(what: Class<T>): T => app.get(what);

  beforeAll(async () => {
    app = await boot();
    ann = await signUp(app.url, `Ann ${randomUUID().slice(0, 8)}`);
    blobs = the(BlobStore);
    database = the(Database);
  });

  const lettingGo: Record<string, (key: string) => Promise<unknown>> = {
    'a face that is changed': (key) => the(Avatars).deleteUnused(key),
    'a picture no message shows': (key) => the(UploadsService).dropFile(key),
    'a picture brought for a post': (key) => the(PostUploadsService).deleteUnusedImage(key, true),
    'a sample of the instance': (key) => the(UnreferencedBlobs).drop(key),
    'a file of a draft': (sha256) =>
      the(DraftAccountHandler).dropFiles([{ id: randomUUID(), path: 'cover.png', sha256 }]),
  };

  it.each(Object.entries(lettingGo))(
    '[M45] %s stays while anything else needs the same content',
    async (what, letGo) => {
      const kept: string[] = [];
      for (const column of COLUMNS) {
        const content = Buffer.from(`${what}, ${column}`);
        await blobs.put(content);
        const letItBe = await referenceBlob(database, column, keyOf(content), ann.me.id);
        await letGo(keyOf(content));
        if ((await blobs.sizeOf(keyOf(content))) !== null) kept.push(column);
        await letItBe();
        await letGo(keyOf(content));
        expect(await blobs.sizeOf(keyOf(content))).toBeNull();
      }
      expect(kept).toEqual(COLUMNS);
    },
  );

  it('[M45] a removed version deletes its files, but not one that is also an image of a take', async () => {
    const files = new Map(await tinyModelFiles(`shared ${randomUUID()}`));
    const [own, taken, finished] = ['its own', 'of a take', 'of another'].map((what) => Buffer.from(what));
    for (const [n, file] of [own, taken, finished].entries()) files.set(`${n}.png`, file as Buffer);
    const { version } = await publishModel(app, { creator: ann, files });
    await addTakes(keyOf(taken as Buffer), keyOf(finished as Buffer));
    const dropped: string[] = [];
    const drop = blobs.drop.bind(blobs);
    blobs.drop = async (key, isNeeded) => {
      const isGone = await drop(key, isNeeded);
      dropped.push(key);
      return isGone;
    };
    await the(ModelsService).removeVersion({ id: ann.me.id, isModerator: false }, version.id);
    const keys = [...new Set([...files.values()].map(keyOf))];
    await eventually('all files were let go of', () => keys.every((key) => dropped.includes(key)));
    blobs.drop = drop;
    const left = [];
    for (const key of keys) if ((await blobs.sizeOf(key)) !== null) left.push(key);
    expect(left.sort()).toEqual([taken, finished].map((file) => keyOf(file as Buffer)).sort());
  });

  /** A take that was rendered elsewhere, and a queued one, when they report their end. */
  const addTakes = async (elsewhere: string, inLine: string) => {
    const takes = the(SqlTakes);
    const place = { roomId: randomUUID(), authorId: ann.me.id, writerIds: [] };
    const request = { ...place, prompt: 'a tree', negative: '', settings: {} as Settings };
    // A batch of the same seed has the same image twice.
    const result = (sha256: string) => {
      const image = { width: 8, height: 8, seed: 1, sha256 };
      const record = { modelHash: 'a'.repeat(64), renderMs: 1, job: {} } as RenderRecord;
      return { images: [image, image], imageBytes: 1, record, at: 2 };
    };
    await the(UnitOfWork).run(async () => {
      await takes.addFinished(randomUUID(), request, result(elsewhere));
      const { id } = await takes.add(randomUUID(), request, 1);
      const owner = randomUUID();
      const lease = { status: 'rendering', lease_owner: owner, lease_until: 3 };
      const sql = database.query<{ take: { id: string; status: string; lease_owner: string; lease_until: number } }>();
      await sql.updateTable('take').set(lease).where('id', '=', id).execute();
      expect(await the(SqlTakeLeases).finish(id, owner, result(inLine))).toBe(true);
    });
  };
});
