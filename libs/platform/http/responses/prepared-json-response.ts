import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import { matchesEntityTag } from './entity-tags.js';
import { gzipWithSuffix, deflatePrefix, type Packed } from './appendable-gzip.js';

/** Compressing less isn't worth it. */
const PACKED_FROM_BYTES = 1_024;

/**
 * A JSON object that is serialized, compressed, and tagged once for many requests. Fields of a single viewer are
 * appended per request.
 */
export class PreparedJsonResponse {
  private tagged: string | undefined;
  private packed: Promise<Packed> | undefined;

  /** @param body UTF-8 JSON of a non-empty object */
  constructor(readonly body: Buffer) {}

  static of(view: object): PreparedJsonResponse {
    return new PreparedJsonResponse(Buffer.from(JSON.stringify(view)));
  }

  /** Sends 304 if the client has the current version. @param own viewer-specific fields to append, if any */
  async send(request: Request, response: Response, own: object): Promise<void> {
    const fields = JSON.stringify(own).slice(1);
    const tail = fields === '}' ? fields : `,${fields}`;
    const tag = `W/"${this.tag}${hash('sha1', tail, 'base64url')}"`;
    response.setHeader('ETag', tag);
    response.setHeader('Vary', 'Accept-Encoding');
    if (matchesEntityTag(request.headers['if-none-match'], tag)) {
      response.status(304).end();
      return;
    }
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    const isPacked = this.body.byteLength >= PACKED_FROM_BYTES && request.acceptsEncodings('gzip') !== false;
    if (isPacked) response.setHeader('Content-Encoding', 'gzip');
    const bytes = isPacked ? gzipWithSuffix(await this.pack(), Buffer.from(tail)) : this.with(tail);
    response.setHeader('Content-Length', bytes.byteLength);
    response.end(bytes);
  }

  private get tag(): string {
    return (this.tagged ??= hash('sha1', this.body, 'base64url'));
  }

  private pack(): Promise<Packed> {
    return (this.packed ??= deflatePrefix(this.body.subarray(0, -1)));
  }

  private with(tail: string): Buffer {
    const whole = Buffer.allocUnsafe(this.body.byteLength - 1 + Buffer.byteLength(tail));
    this.body.copy(whole, 0, 0, this.body.byteLength - 1);
    whole.write(tail, this.body.byteLength - 1);
    return whole;
  }
}
