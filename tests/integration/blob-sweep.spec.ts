import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { accountsBlobs, accountsEntities } from '@visionary/accounts';
import { chatEntities } from '@visionary/chat';
import { feedBlobs, feedEntities } from '@visionary/feed';
import { imagesBlobs, imagesEntities } from '@visionary/platform/images';
import { generationBlobs, generationEntities } from '@visionary/generation';
import { hubBlobs, hubEntities } from '@visionary/hub';
import { jamEntities } from '@visionary/jam';
import { BlobStore, BlobSweeper } from '@visionary/platform/blobs';
import { Database } from '@visionary/platform/database';
import { roomsEntities } from '@visionary/rooms';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { referenceBlob } from '../support/blob-references.js';
import { signUp, type SignedUp } from '../support/users.js';
import { publishModel, createReadyDraft } from '../support/published-models.js';
import { FakeS3 } from '../support/fake-s3.js';
import { freshDatabase } from '../support/services.js';

const LONG_AGO = Date.now() - 2 * 24 * 3_600_000;
const ORPHANS = Array.from({ length: 30 }, (_, n) => Buffer.from(`orphan ${n}`));
const keyOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

type Tables = Record<string, Record<string, string | number | null>>;

/** `age` makes all stored blobs old. */
const places = {
  'a folder, on SQLite': async () => {
    const app = await bootApp({ databaseUrl: await freshDatabase('sqlite') });
    const root = join(app.config.dataDir, 'blobs');
    const age = () => {
      for (const fan of readdirSync(root).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
        for (const name of readdirSync(join(root, fan))) {
          utimesSync(join(root, fan, name), LONG_AGO / 1000, LONG_AGO / 1000);
        }
      }
    };
    return { app, age };
  },
  'a bucket, on MySQL': async () => {
    const standIn = await FakeS3.start();
    const app = await bootApp({ databaseUrl: await freshDatabase('mysql'), s3: standIn.settings });
    return { app, age: () => standIn.objects.forEach((kept) => (kept.at = LONG_AGO)) };
  },
};

describe.each(Object.entries(places))('sweeping %s', (_place, begin) => {
  let app: RunningApp;
  let age: () => void;
  let ann: SignedUp;
  let blobs: BlobStore;
  const sweep = () => app.get(BlobSweeper).run();
  const sql = () => app.get(Database).query<Tables>();
  const keys = async () => {
    const found = [];
    for await (const { key } of blobs.list()) found.push(key);
    return found.sort();
  };

  beforeAll(async () => {
    ({ app, age } = await begin());
    blobs = app.get(BlobStore);
    ann = await signUp(app.url, `Ann ${randomUUID().slice(0, 8)}`);
  });

  it('[M43] deletes unreferenced blobs, keeps referenced ones, and reports the size', async () => {
    await publishModel(app, { creator: ann });
    await createReadyDraft(app, { creator: ann, kind: 'lora' });
    await needEachColumn();
    const needed = await keys();
    expect(needed.length).toBeGreaterThan(15);
    for (const orphan of ORPHANS) await blobs.put(orphan);
    age();
    const young = await blobs.put(Buffer.from('young'));
    expect(await sweep()).toMatchObject({
      kept: needed.length + 31,
      dropped: 30,
      droppedBytes: Buffer.concat(ORPHANS).length,
    });
    expect(await keys()).toEqual([...needed, young].sort());
    expect(await sweep()).toMatchObject({ dropped: 0 });
    const { body } = await new HttpClient(app.url).get<string>('/metrics');
    expect(body).toContain('visionary_blobs_swept_total 30');
  });

  it('[M43] deletes nothing when references can’t be read', async () => {
    age();
    await sweep();
    const needed = await keys();
    for (const orphan of ORPHANS) await blobs.put(orphan);
    age();
    const before = await keys();
    await sql().schema.alterTable('post_upload').renameTo('elsewhere').execute();
    await expect(sweep()).rejects.toThrow('post_upload');
    await sql().schema.alterTable('elsewhere').renameTo('post_upload').execute();
    expect(await keys()).toEqual(before);
    expect(await sweep()).toMatchObject({ dropped: before.length - needed.length });
    expect(await keys()).toEqual(needed);
  });

  it('[M43] keeps a blob that is referenced during the sweep', async () => {
    const content = Buffer.from('needed in the end');
    await blobs.put(content);
    age();
    const needs = blobs.drop.bind(blobs);
    blobs.drop = async (key, isNeeded) => {
      await blobs.lease(content, () => need('take.images', String(content)));
      return needs(key, isNeeded);
    };
    expect(await sweep()).toMatchObject({ dropped: 0 });
    blobs.drop = needs;
    expect(await blobs.sizeOf(keyOf(content))).toBe(content.length);
  });

  const need = async (column: string, what: string) => {
    await referenceBlob(app.get(Database), column, await blobs.put(Buffer.from(what)), ann.me.id);
  };

  /** One row for each column that references blobs. */
  const needEachColumn = async () => {
    for (const { table, column } of CHECKED_COLUMNS) await need(`${table}.${column}`, `of ${table}.${column}`);
  };
});

const ENTITIES = [
  ...[...accountsEntities, ...roomsEntities, ...chatEntities, ...generationEntities],
  ...[...hubEntities, ...jamEntities, ...feedEntities, ...imagesEntities],
];
/** The column name in the database. */
const columnOf = (property: string) => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const CHECKED_COLUMNS = [...accountsBlobs, ...generationBlobs, ...feedBlobs, ...hubBlobs, ...imagesBlobs];

/** Hashes of other things than blobs. */
const OTHER = [
  ...['admin_claim_token.token_hash', 'session.token_hash', 'session.address', 'invitation.token_hash'],
  ...[
    'take.model_hash',
    'trusted_model.hash',
    'take.prompt_key',
    'model_failure.fingerprint',
    'post.model_hash',
    'post_addition.hash',
    'model_credit.hash',
  ],
  ...[
    'image_thumbnail.sha256',
    'hub_version.hash',
    'hub_draft.hash',
    'hub_retired_ref.hash',
    'hub_download.downloader_hash',
  ],
  ...[
    'hub_draft_file.expected_sha256',
    'hub_quarantined_hash.hash',
    'hub_file.weights_hash',
    'hub_draft_file.weights_hash',
  ],
];

it('[M43] every column that holds a hash is a declared blob reference or a known other hash', () => {
  const found = ENTITIES.flatMap(({ meta }) =>
    Object.entries(meta.properties)
      .filter(([, property]) => (property as { length?: number }).length === 64)
      .map(([name]) => `${meta.tableName}.${columnOf(name)}`),
  );
  expect(found).toContain('hub_file.sha256');
  const known = [...CHECKED_COLUMNS.map(({ table, column }) => `${table}.${column}`), ...OTHER];
  expect(found.filter((column) => !known.includes(column))).toEqual([]);
});

it('[M45] every column that references blobs is the first of an index', () => {
  const begun = ENTITIES.flatMap(({ meta }) => {
    const primary = Object.entries(meta.properties).find(([, property]) => (property as { primary?: boolean }).primary);
    const indexed = [...meta.indexes, ...meta.uniques].map(({ properties }) => [properties].flat()[0]);
    return [primary?.[0], ...indexed].map((first) => `${meta.tableName}.${columnOf(String(first))}`);
  });
  const checked = CHECKED_COLUMNS.filter((column) => !('text' in column)).map(
    ({ table, column }) => `${table}.${column}`,
  );
  expect(checked.filter((column) => !begun.includes(column))).toEqual([]);
});
