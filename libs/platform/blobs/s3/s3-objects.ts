import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { S3Settings } from '@visionary/platform/config';
import { type AWSHeaders, type ListObject, S3mini, S3ServiceError, type UploadPart } from 's3mini';
import type { ByteRange, OpenedBlob } from '../blob-store.js';
import { withRetry } from './retry.js';

/** What is larger goes up in parts of this size; two of them are in memory at a time, for each upload. */
const PART_BYTES = 16 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
const BRIEF_MS = 30_000;
const PER_PAGE = 1000;

interface Unfinished {
  readonly Key: string;
  readonly UploadId: string;
  readonly Initiated: string;
}
/** As S3 says it; one alone is no list. */
interface UnfinishedPage {
  readonly Upload?: Unfinished | Unfinished[];
  readonly IsTruncated?: string;
  readonly NextKeyMarker?: string;
  readonly NextUploadIdMarker?: string;
}

/** Objects of one bucket, with what S3 and its likes have in common: put, get with a range, head, list, delete, parts. */
export class S3Objects {
  /** For what takes as long as the content is large. */
  private readonly data: S3mini;
  /** For all else. */
  private readonly brief: S3mini;
  private readonly again: typeof withRetry;

  /** @param hasPatience whether what fails is tried again */
  constructor({ endpoint, bucket, region, key, secret }: S3Settings, { hasPatience = true } = {}) {
    this.again = hasPatience ? withRetry : (ask) => ask();
    const place = {
      endpoint: `${endpoint.replace(/\/+$/, '')}/${bucket}`,
      ...{ region, accessKeyId: key, secretAccessKey: secret },
    };
    this.data = new S3mini(place);
    this.brief = new S3mini({ ...place, requestAbortTimeout: BRIEF_MS });
  }

  /** @param sha256 in hex: the bucket takes nothing else. Buckets that do not know it take it as it comes */
  async put(name: string, content: Uint8Array, sha256?: string): Promise<void> {
    const checked: AWSHeaders = sha256 === undefined ? {} : { 'x-amz-checksum-sha256': base64Of(sha256) };
    // An empty object needs its length said, too.
    await this.again(() =>
      this.data.putObject(name, Buffer.from(content), undefined, undefined, checked, content.length),
    );
  }

  /** Of any size, in parts. @throws Error where what arrived is not as long */
  async putFile(name: string, path: string, sha256: string): Promise<void> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const part = async (from: number): Promise<Buffer> => {
        const bytes = Buffer.allocUnsafe(Math.min(PART_BYTES, size - from));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled);
          if (bytesRead === 0) throw new Error('The file became shorter while it was read.');
          filled += bytesRead;
        }
        return bytes;
      };
      if (size <= PART_BYTES) await this.put(name, await part(0), sha256);
      else await this.putParts(name, size, part);
      // A bucket may answer 200 and mean no.
      if ((await this.sizeOf(name)) !== size) {
        throw new Error(`The bucket holds another length of ${name} than was put.`);
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

  /** Of what begins so. */
  async *list(prefix: string): AsyncIterable<ListObject> {
    let token: string | undefined;
    do {
      const page = await this.again(() => this.brief.listObjectsPaged('/', prefix, PER_PAGE, token));
      if (!page) throw new Error('There is no such bucket.');
      yield* page.objects ?? [];
      token = page.nextContinuationToken;
    } while (token !== undefined);
  }

  /** What is not there is no error. Tried once: who asks again later may take away what came meanwhile. */
  async remove(name: string): Promise<void> {
    try {
      await this.brief.deleteObject(name);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** Uploads in parts that nobody has ended. */
  async *unfinished(prefix: string): AsyncIterable<{ name: string; id: string; at: number }> {
    let after: Record<string, string> = {};
    for (let more = true; more;) {
      const told: unknown = await this.again(() =>
        this.brief.listMultipartUploads('/', '', 'GET', { prefix, ...after }),
      );
      const { ListMultipartUploadsResult: page } = told as { ListMultipartUploadsResult?: UnfinishedPage };
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
      await Promise.all(Array.from({ length: PARTS_AT_ONCE }, carry));
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
