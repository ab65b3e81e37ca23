import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import { matchesEntityTag } from './entity-tags.js';
import { gzipWithSuffix, deflatePrefix, type DeflatedPrefix } from './appendable-gzip.js';

/** Compressing less isn't worth it. */
const MIN_GZIP_BYTES = 1_024;

/**
 * A JSON object that is serialized, compressed, and tagged once for many requests. Fields of a single viewer are
 * appended per request.
 */
export class PreparedJsonResponse {
  private cachedTag: string | undefined;
  private deflated: Promise<DeflatedPrefix> | undefined;

  /** @param body UTF-8 JSON of a non-empty object */
  constructor(readonly body: Buffer) {}

  static of(view: object): PreparedJsonResponse {
    return new PreparedJsonResponse(Buffer.from(JSON.stringify(view)));
  }

  /** Sends 304 if the client has the current version. @param viewerFields viewer-specific fields to append, if any */
  async send(request: Request, response: Response, viewerFields: object): Promise<void> {
    const fields = JSON.stringify(viewerFields).slice(1);
    const tail = fields === '}' ? fields : `,${fields}`;
    const tag = `W/"${this.tag}${hash('sha1', tail, 'base64url')}"`;
    response.setHeader('ETag', tag);
    response.setHeader('Vary', 'Accept-Encoding');
    if (matchesEntityTag(request.headers['if-none-match'], tag)) {
      response.status(304).end();
      return;
    }
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    const isGzip = this.body.byteLength >= MIN_GZIP_BYTES && request.acceptsEncodings('gzip') !== false;
    if (isGzip) response.setHeader('Content-Encoding', 'gzip');
    const bytes = isGzip ? gzipWithSuffix(await this.deflate(), Buffer.from(tail)) : this.withTail(tail);
    response.setHeader('Content-Length', bytes.byteLength);
    response.end(bytes);
  }

  private get tag(): string {
    return (this.cachedTag ??= hash('sha1', this.body, 'base64url'));
  }

  private deflate(): Promise<DeflatedPrefix> {
    return (this.deflated ??= deflatePrefix(this.body.subarray(0, -1)));
  }

  private withTail(tail: string): Buffer {
    const bytes = Buffer.allocUnsafe(this.body.byteLength - 1 + Buffer.byteLength(tail));
    this.body.copy(bytes, 0, 0, this.body.byteLength - 1);
    bytes.write(tail, this.body.byteLength - 1);
    return bytes;
  }
}
