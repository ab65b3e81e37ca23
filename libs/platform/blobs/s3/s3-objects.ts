import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { S3Settings } from '@visionary/platform/config';
import { type AWSHeaders, type ListObject, S3mini, S3ServiceError, type UploadPart } from 's3mini';
import type { ByteRange, OpenedBlob } from '../blob-store.js';
import { withRetry } from './retry.js';

/** Larger objects are uploaded in parts of this size, two in memory at a time per upload. */
const PART_BYTES = 16 * 1024 * 1024;
const PART_CONCURRENCY = 2;
const BRIEF_MS = 30_000;
const PER_PAGE = 1000;

interface Unfinished {
  readonly Key: string;
  readonly UploadId: string;
  readonly Initiated: string;
}
/** S3's XML as parsed. A single upload isn't an array. */
interface UnfinishedPage {
  readonly Upload?: Unfinished | Unfinished[];
  readonly IsTruncated?: string;
  readonly NextKeyMarker?: string;
  readonly NextUploadIdMarker?: string;
}

/**
 * Objects of one bucket, using only operations that S3-compatible stores share: put, get with range, head, list,
 * delete, multipart.
 */
export class S3Objects {
  /** For transfers whose duration depends on the size. */
  private readonly data: S3mini;
  /** For all other requests, with a timeout. */
  private readonly brief: S3mini;
  private readonly again: typeof withRetry;

  /** @param hasPatience false disables retries */
  constructor({ endpoint, bucket, region, key, secret }: S3Settings, { hasPatience = true } = {}) {
    this.again = hasPatience ? withRetry : (ask) => ask();
    const place = {
      endpoint: `${endpoint.replace(/\/+$/, '')}/${bucket}`,
      ...{ region, accessKeyId: key, secretAccessKey: secret },
    };
    this.data = new S3mini(place);
    this.brief = new S3mini({ ...place, requestAbortTimeout: BRIEF_MS });
  }

  /** @param sha256 in hex; the bucket rejects other content, unless it doesn't support checksums */
  async put(name: string, content: Uint8Array, sha256?: string): Promise<void> {
    const checked: AWSHeaders = sha256 === undefined ? {} : { 'x-amz-checksum-sha256': base64Of(sha256) };
    // An empty object requires an explicit length.
    await this.again(() =>
      this.data.putObject(name, Buffer.from(content), undefined, undefined, checked, content.length),
    );
  }

  /** Uploads a file of any size, in parts if large. @throws Error if the stored object has another length */
  async putFile(name: string, path: string, sha256: string): Promise<void> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const part = async (from: number): Promise<Buffer> => {
        const bytes = Buffer.allocUnsafe(Math.min(PART_BYTES, size - from));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled);
          if (bytesRead === 0) throw new Error('The file was truncated while it was read.');
          filled += bytesRead;
        }
        return bytes;
      };
      if (size <= PART_BYTES) await this.put(name, await part(0), sha256);
      else await this.putParts(name, size, part);
      // A bucket may reply 200 to a failed upload.
      if ((await this.sizeOf(name)) !== size) {
        throw new Error(`The bucket stored ${name} with a different length.`);
      }
    } finally {
      await file.close();
    }
  }

  async open(name: string, range?: ByteRange): Promise<OpenedBlob | null> {
    try {
      const answer = await this.again(() =>
        range ? this.data.getObjectRaw(name, false, range.from, range.to + 1) : this.data.getObjectRaw(name),
      );
      const whole = range ? answer.headers.get('content-range')?.split('/')[1] : answer.headers.get('content-length');
      const stream = answer.body ? Readable.fromWeb(answer.body) : Readable.from([]);
      return { bytes: Number(whole ?? 0), stream };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async sizeOf(name: string): Promise<number | null> {
    try {
      return await this.again(() => this.brief.getContentLength(name));
    } catch (error) {
      if (isMissing((error as Error).cause)) return null;
      throw error;
    }
  }

  /** Objects whose names start with the prefix. */
  async *list(prefix: string): AsyncIterable<ListObject> {
    let token: string | undefined;
    do {
      const page = await this.again(() => this.brief.listObjectsPaged('/', prefix, PER_PAGE, token));
      if (!page) throw new Error('There is no such bucket.');
      yield* page.objects ?? [];
      token = page.nextContinuationToken;
    } while (token !== undefined);
  }

  /** Ignores missing objects. Never retried, because a late retry could delete a newer object. */
  async remove(name: string): Promise<void> {
    try {
      await this.brief.deleteObject(name);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** Multipart uploads that were neither completed nor aborted. */
  async *unfinished(prefix: string): AsyncIterable<{ name: string; id: string; at: number }> {
    let after: Record<string, string> = {};
    for (let more = true; more;) {
      const response: unknown = await this.again(() =>
        this.brief.listMultipartUploads('/', '', 'GET', { prefix, ...after }),
      );
      const { ListMultipartUploadsResult: page } = response as { ListMultipartUploadsResult?: UnfinishedPage };
      for (const { Key, UploadId, Initiated } of [page?.Upload ?? []].flat()) {
        yield { name: Key, id: UploadId, at: Date.parse(Initiated) };
      }
      more = page?.IsTruncated === 'true';
      after = { 'key-marker': page?.NextKeyMarker ?? '', 'upload-id-marker': page?.NextUploadIdMarker ?? '' };
    }
  }

  async abort(name: string, id: string): Promise<void> {
    await this.brief.abortMultipartUpload(name, id);
  }

  private async putParts(name: string, size: number, part: (from: number) => Promise<Buffer>): Promise<void> {
    const id = await this.again(() => this.brief.getMultipartUploadId(name));
    try {
      const parts: UploadPart[] = [];
      let next = 0;
      const carry = async (): Promise<void> => {
        while (next < size) {
          const from = next;
          next += PART_BYTES;
          const bytes = await part(from);
          const number = from / PART_BYTES + 1;
          parts[number - 1] = await this.again(() => this.data.uploadPart(name, id, bytes, number));
        }
      };
      await Promise.all(Array.from({ length: PART_CONCURRENCY }, carry));
      await this.data.completeMultipartUpload(name, id, parts);
    } catch (error) {
      await this.brief.abortMultipartUpload(name, id).catch(() => undefined);
      throw error;
    }
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceError && error.status === 404 && error.serviceCode !== 'NoSuchBucket';

const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
