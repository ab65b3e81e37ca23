import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { S3Settings } from '@visionary/platform/config';
import { onCleanup } from './cleanup.js';
import { signatureError } from './s3-signature.js';

interface Kept {
  content: Buffer;
  readonly etag: string;
  at: number;
}
interface S3Request {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** The key without the bucket; empty for the bucket itself. */
  readonly name: string;
  readonly body: Buffer;
}

const STATUS: Readonly<Record<string, number>> = {
  ...{ NoSuchKey: 404, NoSuchBucket: 404, NoSuchUpload: 404, InvalidRange: 416, SlowDown: 503 },
  ...{ InvalidPart: 400, BadDigest: 400, EntityTooSmall: 400 },
};
const SMALLEST_PART = 5 * 1024 * 1024;
const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');

/** An in-memory S3 for the requests of the blob store. Every request must have a valid signature. */
export class FakeS3 {
  readonly settings: S3Settings;
  readonly objects = new Map<string, Kept>();
  readonly uploads = new Map<string, Map<number, Kept> & { name?: string; begunAt?: number }>();
  /** Rejects this many more requests with SlowDown. */
  slowDowns = 0;
  /** Rejects every request with AccessDenied, as after a change of its policy. */
  isDenied = false;
  /** Called before each response. */
  before: (method: string, name: string) => Promise<void> | void = () => undefined;

  private constructor(endpoint: string) {
    const [key, secret] = [randomUUID(), randomUUID()];
    this.settings = { endpoint, bucket: 'images', region: 'eu-test-1', key, secret };
  }

  static async start(): Promise<FakeS3> {
    const server = createServer((request, response) => void standIn.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const standIn = new FakeS3(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onCleanup(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
    return standIn;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', this.settings.endpoint);
      const body = await buffer(request);
      const fault = signatureError(request, url, this.settings);
      const [, bucket, ...rest] = url.pathname.split('/').map(decodeURIComponent);
      if (fault) return refuse(response, fault);
      if (bucket !== this.settings.bucket) return refuse(response, 'NoSuchBucket');
      if (this.isDenied) return refuse(response, 'AccessDenied');
      if (this.slowDowns > 0) {
        this.slowDowns--;
        return refuse(response, 'SlowDown');
      }
      const name = rest.join('/');
      await this.before(request.method ?? '', name);
      this.answer({ request, response, url, name, body });
    } catch (error) {
      response.destroy(error as Error);
    }
  }

  private answer(asked: S3Request): void {
    const { request, response, url, name } = asked;
    const has = (parameter: string) => url.searchParams.has(parameter);
    const answers: Readonly<Record<string, () => void>> = {
      GET: () => (has('uploads') ? this.listUploads(asked) : name === '' ? this.list(asked) : this.get(asked)),
      HEAD: () => this.head(asked),
      PUT: () => (has('uploadId') ? this.putPart(asked) : this.put(asked)),
      POST: () => (has('uploads') ? this.begin(asked) : this.complete(asked)),
      DELETE: () => this.remove(asked),
    };
    (answers[request.method ?? ''] ?? (() => refuse(response, 'MethodNotAllowed')))();
  }

  private remove({ response, url, name }: S3Request): void {
    const upload = url.searchParams.get('uploadId');
    if (upload === null) this.objects.delete(name);
    else this.uploads.delete(upload);
    response.writeHead(204).end();
  }

  private get({ request, response, name }: S3Request): void {
    const kept = this.objects.get(name);
    if (!kept) return refuse(response, 'NoSuchKey');
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) {
      response.writeHead(200, { 'content-length': kept.content.length, etag: `"${kept.etag}"` }).end(kept.content);
      return;
    }
    if (Number(from) >= kept.content.length) return refuse(response, 'InvalidRange');
    const end = Math.min(to ? Number(to) : Infinity, kept.content.length - 1);
    const part = kept.content.subarray(Number(from), end + 1);
    const range = `bytes ${from}-${end}/${kept.content.length}`;
    response.writeHead(206, { 'content-length': part.length, 'content-range': range }).end(part);
  }

  private head({ response, name }: S3Request): void {
    const kept = this.objects.get(name);
    if (kept) response.writeHead(200, { 'content-length': kept.content.length, etag: `"${kept.etag}"` }).end();
    else response.writeHead(404).end();
  }

  private put({ request, response, name, body }: S3Request): void {
    const checksum = request.headers['x-amz-checksum-sha256'];
    const right = createHash('sha256').update(body).digest('base64');
    if (checksum !== undefined && checksum !== right) return refuse(response, 'BadDigest');
    const etag = md5(body);
    this.objects.set(name, { content: body, etag, at: Date.now() });
    response.writeHead(200, { etag: `"${etag}"` }).end();
  }

  private begin({ response, name }: S3Request): void {
    const id = randomUUID();
    this.uploads.set(id, Object.assign(new Map<number, Kept>(), { name, begunAt: Date.now() }));
    const { bucket } = this.settings;
    answerXml(
      response,
      `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${name}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    );
  }

  private putPart({ response, url, body }: S3Request): void {
    const parts = this.uploads.get(url.searchParams.get('uploadId') ?? '');
    if (!parts) return refuse(response, 'NoSuchUpload');
    const etag = md5(body);
    parts.set(Number(url.searchParams.get('partNumber')), { content: body, etag, at: Date.now() });
    response.writeHead(200, { etag: `"${etag}"` }).end();
  }

  private complete({ response, url, name, body }: S3Request): void {
    const id = url.searchParams.get('uploadId') ?? '';
    const parts = this.uploads.get(id);
    if (!parts) return refuse(response, 'NoSuchUpload');
    const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"?([^"<]+)"?<\/ETag>/g)];
    const content: Buffer[] = [];
    for (const [index, [, number, etag]] of named.entries()) {
      const part = parts.get(Number(number));
      if (!part || part.etag !== etag || Number(number) !== index + 1) return refuse(response, 'InvalidPart');
      if (index < named.length - 1 && part.content.length < SMALLEST_PART) return refuse(response, 'EntityTooSmall');
      content.push(part.content);
    }
    const etag = `${md5(Buffer.concat(content))}-${named.length}`;
    this.objects.set(name, { content: Buffer.concat(content), etag, at: Date.now() });
    this.uploads.delete(id);
    answerXml(
      response,
      `<CompleteMultipartUploadResult><Key>${name}</Key><ETag>"${etag}"</ETag></CompleteMultipartUploadResult>`,
    );
  }

  /** Two per page, so that there are many pages. */
  private listUploads({ response, url }: S3Request): void {
    const [prefix, after] = ['prefix', 'upload-id-marker'].map((name) => url.searchParams.get(name) ?? '');
    const begun = [...this.uploads].filter(([id, { name }]) => name?.startsWith(prefix ?? '') && id > (after ?? ''));
    const page = begun.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 2);
    const entries = page.map(
      ([id, { name, begunAt = 0 }]) =>
        `<Upload><Key>${name}</Key><UploadId>${id}</UploadId><Initiated>${new Date(begunAt).toISOString()}</Initiated></Upload>`,
    );
    const next = page.at(-1);
    answerXml(
      response,
      `<ListMultipartUploadsResult><IsTruncated>${begun.length > page.length}</IsTruncated><NextKeyMarker>${next?.[1].name ?? ''}</NextKeyMarker><NextUploadIdMarker>${next?.[0] ?? ''}</NextUploadIdMarker>${entries.join('')}</ListMultipartUploadsResult>`,
    );
  }

  private list({ response, url }: S3Request): void {
    const asked = url.searchParams;
    const prefix = asked.get('prefix') ?? '';
    const after = asked.get('continuation-token') ?? '';
    const names = [...this.objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
    const page = names.slice(0, Math.min(Number(asked.get('max-keys') ?? 1000), 1000));
    const more = names.length > page.length;
    const contents = page.map((name) => {
      const { content, etag, at } = this.objects.get(name) as Kept;
      const when = new Date(at).toISOString();
      return `<Contents><Key>${name}</Key><LastModified>${when}</LastModified><ETag>"${etag}"</ETag><Size>${content.length}</Size></Contents>`;
    });
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    answerXml(
      response,
      `<ListBucketResult><IsTruncated>${more}</IsTruncated><KeyCount>${page.length}</KeyCount>${next}${contents.join('')}</ListBucketResult>`,
    );
  }
}

const answerXml = (response: ServerResponse, xml: string, status = 200): void => {
  const text = `<?xml version="1.0" encoding="UTF-8"?>${xml}`;
  response
    .writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(text) })
    .end(text);
};

const refuse = (response: ServerResponse, code: string): void =>
  answerXml(response, `<Error><Code>${code}</Code><Message>no</Message></Error>`, STATUS[code] ?? 403);
