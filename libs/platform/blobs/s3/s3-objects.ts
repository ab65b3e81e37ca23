import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { S3Settings } from '@visionary/platform/config';
import { type AWSHeaders, type ListObject, S3mini, S3ServiceError, type UploadPart } from 's3mini';
import type { ByteRange, OpenedBlob } from '../blob-store.js';
import { withRetry } from './retry.js';

/** Larger objects are uploaded in parts of this size, two in memory at a time per upload. */
const PART_BYTES = 16 * 1024 * 1024;
const PART_CONCURRENCY = 2;
const REQUEST_TIMEOUT_MS = 30_000;
const PAGE_SIZE = 1000;

interface MultipartUpload {
  readonly Key: string;
  readonly UploadId: string;
  readonly Initiated: string;
}
/** S3's XML as parsed. A single upload isn't an array. */
interface MultipartUploadPage {
  readonly Upload?: MultipartUpload | MultipartUpload[];
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
  private readonly dataClient: S3mini;
  /** For all other requests, with a timeout. */
  private readonly metadataClient: S3mini;
  private readonly retry: typeof withRetry;

  /** @param retries false disables retries */
  constructor({ endpoint, bucket, region, key, secret }: S3Settings, { retries = true } = {}) {
    this.retry = retries ? withRetry : (ask) => ask();
    const options = {
      endpoint: `${endpoint.replace(/\/+$/, '')}/${bucket}`,
      ...{ region, accessKeyId: key, secretAccessKey: secret },
    };
    this.dataClient = new S3mini(options);
    this.metadataClient = new S3mini({ ...options, requestAbortTimeout: REQUEST_TIMEOUT_MS });
  }

  /** @param sha256 in hex; the bucket rejects other content, unless it doesn't support checksums */
  async put(name: string, content: Uint8Array, sha256?: string): Promise<void> {
    const headers: AWSHeaders = sha256 === undefined ? {} : { 'x-amz-checksum-sha256': base64Of(sha256) };
    // An empty object requires an explicit length.
    await this.retry(() =>
      this.dataClient.putObject(name, Buffer.from(content), undefined, undefined, headers, content.length),
    );
  }

  /** Uploads a file of any size, in parts if large. @throws Error if the stored object has another length */
  async putFile(name: string, path: string, sha256: string): Promise<void> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const readPart = async (from: number): Promise<Buffer> => {
        const bytes = Buffer.allocUnsafe(Math.min(PART_BYTES, size - from));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled);
          if (bytesRead === 0) throw new Error('The file was truncated while it was read.');
          filled += bytesRead;
        }
        return bytes;
      };
      if (size <= PART_BYTES) await this.put(name, await readPart(0), sha256);
      else await this.putParts(name, size, readPart);
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
      const response = await this.retry(() =>
        range
          ? this.dataClient.getObjectRaw(name, false, range.from, range.to + 1)
          : this.dataClient.getObjectRaw(name),
      );
      const totalBytes = range
        ? response.headers.get('content-range')?.split('/')[1]
        : response.headers.get('content-length');
      const stream = response.body ? Readable.fromWeb(response.body) : Readable.from([]);
      return { bytes: Number(totalBytes ?? 0), stream };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async sizeOf(name: string): Promise<number | null> {
    try {
      return await this.retry(() => this.metadataClient.getContentLength(name));
    } catch (error) {
      if (isMissing((error as Error).cause)) return null;
      throw error;
    }
  }

  /** Objects whose names start with the prefix. */
  async *list(prefix: string): AsyncIterable<ListObject> {
    let token: string | undefined;
    do {
      const page = await this.retry(() => this.metadataClient.listObjectsPaged('/', prefix, PAGE_SIZE, token));
      if (!page) throw new Error('There is no such bucket.');
      yield* page.objects ?? [];
      token = page.nextContinuationToken;
    } while (token !== undefined);
  }

  /** Ignores missing objects. Never retried, because a late retry could delete a newer object. */
  async remove(name: string): Promise<void> {
    try {
      await this.metadataClient.deleteObject(name);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** Multipart uploads that were neither completed nor aborted. */
  async *listMultipartUploads(prefix: string): AsyncIterable<{ name: string; id: string; at: number }> {
    let after: Record<string, string> = {};
    for (let more = true; more;) {
      const response: unknown = await this.retry(() =>
        this.metadataClient.listMultipartUploads('/', '', 'GET', { prefix, ...after }),
      );
      const { ListMultipartUploadsResult: page } = response as { ListMultipartUploadsResult?: MultipartUploadPage };
      for (const { Key, UploadId, Initiated } of [page?.Upload ?? []].flat()) {
        yield { name: Key, id: UploadId, at: Date.parse(Initiated) };
      }
      more = page?.IsTruncated === 'true';
      after = { 'key-marker': page?.NextKeyMarker ?? '', 'upload-id-marker': page?.NextUploadIdMarker ?? '' };
    }
  }

  async abort(name: string, id: string): Promise<void> {
    await this.metadataClient.abortMultipartUpload(name, id);
  }

  private async putParts(name: string, size: number, readPart: (from: number) => Promise<Buffer>): Promise<void> {
    const id = await this.retry(() => this.metadataClient.getMultipartUploadId(name));
    try {
      const parts: UploadPart[] = [];
      let next = 0;
      const uploadRemainingParts = async (): Promise<void> => {
        while (next < size) {
          const from = next;
          next += PART_BYTES;
          const bytes = await readPart(from);
          const number = from / PART_BYTES + 1;
          parts[number - 1] = await this.retry(() => this.dataClient.uploadPart(name, id, bytes, number));
        }
      };
      await Promise.all(Array.from({ length: PART_CONCURRENCY }, uploadRemainingParts));
      await this.dataClient.completeMultipartUpload(name, id, parts);
    } catch (error) {
      await this.metadataClient.abortMultipartUpload(name, id).catch(() => undefined);
      throw error;
    }
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceError && error.status === 404 && error.serviceCode !== 'NoSuchBucket';

const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
