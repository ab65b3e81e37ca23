import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Settings } from '@visionary/platform/config';
import type { FreeSpace } from '../free-space.js';
import { BlobStore, type ByteRange, type StreamWriter, type StoredBlob, type OpenedBlob } from '../blob-store.js';
import { isKey, contentKey, requireKey } from '../content-key.js';
import { pipeFully } from '../write-fully.js';
import { abortStaleUploads } from './stale-uploads.js';
import { S3BlobLeases } from './s3-blob-leases.js';
import { S3Objects } from './s3-objects.js';

const BLOBS = 'blobs/';
const objectNameOf = (key: string): string => `${BLOBS}${key}`;

/** Stores blobs in an S3-compatible bucket. Requires read-after-write consistency, which S3 has had since 2020. */
export class S3BlobStore extends BlobStore {
  private readonly objects: S3Objects;
  private readonly leases: S3BlobLeases;

  constructor(
    settings: S3Settings,
    private readonly freeSpace: FreeSpace,
  ) {
    super();
    this.objects = new S3Objects(settings);
    this.leases = new S3BlobLeases(this.objects);
  }

  /** A bucket reports no limit. */
  get hasSpace(): boolean {
    return true;
  }

  async requireSpace(): Promise<void> {}

  async lease<T>(content: Uint8Array, use: (key: string) => Promise<T>): Promise<T> {
    const key = contentKey(content);
    return this.leases.lease(key, async () => {
      if ((await this.sizeOf(key)) === null) await this.objects.put(objectNameOf(key), content, key);
      return use(key);
    });
  }

  async leaseFile<T>(path: string, key: string, use: (exists: boolean) => Promise<T>): Promise<T> {
    requireKey(key);
    return this.leases.lease(key, async () => {
      const exists = (await this.sizeOf(key)) !== null;
      if (!exists) await this.objects.putFile(objectNameOf(key), path, key);
      await rm(path, { force: true });
      return use(exists);
    });
  }

  async leaseExisting<T>(key: string, use: () => Promise<T>): Promise<T | null> {
    if (!isKey(key)) return null;
    return this.leases.lease(key, async () => ((await this.sizeOf(key)) === null ? null : use()));
  }

  async open(key: string, range?: ByteRange): Promise<OpenedBlob | null> {
    return isKey(key) ? this.objects.open(objectNameOf(key), range) : null;
  }

  async createStreamWriter(key: string, range: ByteRange): Promise<StreamWriter | null> {
    const blob = await this.open(key, range);
    return blob && ((sink) => pipeFully(blob.stream, sink));
  }

  async sizeOf(key: string): Promise<number | null> {
    return isKey(key) ? this.objects.sizeOf(objectNameOf(key)) : null;
  }

  async fetch(key: string, path: string): Promise<void> {
    requireKey(key);
    const blob = await this.open(key);
    if (!blob) throw new Error(`There is no blob ${key}.`);
    await mkdir(dirname(path), { recursive: true });
    try {
      await this.freeSpace.require(blob.bytes, dirname(path));
    } catch (error) {
      blob.stream.destroy();
      throw error;
    }
    const partPath = `${path}.part`;
    const hasher = createHash('sha256');
    const hashing = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hasher.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(blob.stream, hashing, createWriteStream(partPath));
      if (hasher.digest('hex') !== key) throw new Error(`The blob ${key} is corrupted.`);
      await rename(partPath, path);
    } finally {
      await rm(partPath, { force: true });
    }
  }

  async *list(): AsyncIterable<StoredBlob> {
    for await (const { Key, Size, LastModified } of this.objects.list(BLOBS)) {
      const key = Key.slice(BLOBS.length);
      if (isKey(key)) yield { key, bytes: Size, at: LastModified.getTime() };
    }
  }

  async drop(key: string, isNeeded: () => Promise<boolean>): Promise<boolean> {
    if (!isKey(key) || (await isNeeded()) || (await this.sizeOf(key)) === null) return false;
    return this.leases.deleteUnlessLeased(
      key,
      async () => !(await isNeeded()),
      () => this.objects.remove(objectNameOf(key)),
    );
  }

  async cleanUp(): Promise<number> {
    return (await this.leases.removeExpired()) + (await abortStaleUploads(this.objects, BLOBS));
  }
}
