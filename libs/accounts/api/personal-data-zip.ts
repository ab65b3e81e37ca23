import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import type { Response } from 'express';
import yazl from 'yazl';
import { PersonalDataExporters, type ExportFile } from '../domain/personal-data-exporters.js';

/** Compressing these again saves nothing. */
const COMPRESSED = /\.(png|webp|jpe?g)$/;
const RETRY_AFTER_SECONDS = 60;

/** Streams all data of a user as a zip, without buffering it in memory or on disk. */
@Injectable()
export class PersonalDataZip {
  private readonly running = new Set<string>();

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly clock: Clock,
  ) {}

  /** Destroys the response when it fails halfway. @throws Rejection RATE_LIMITED while another export of the user runs */
  async write(userId: string, response: Response): Promise<void> {
    if (this.running.has(userId)) throw new Rejection('RATE_LIMITED', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    this.running.add(userId);
    try {
      await this.send(userId, response);
    } finally {
      this.running.delete(userId);
    }
  }

  private async send(userId: string, response: Response): Promise<void> {
    const zip = new yazl.ZipFile();
    const createdAt = new Date(this.clock.now());
    response.attachment(`visionary-${createdAt.toISOString().slice(0, 10)}.zip`);
    response.type('application/zip');
    const disconnected = new AbortController();
    const sent = pipeline(zip.outputStream, response).catch((error: unknown) => disconnected.abort(error));
    try {
      await this.fill(zip, { userId, mtime: createdAt, signal: disconnected.signal });
    } catch (error) {
      const isDisconnected = disconnected.signal.aborted;
      // A partial zip must not look complete.
      response.destroy();
      if (!isDisconnected) throw error;
    }
    await sent;
  }

  /** Requests the next file after the last byte of the previous one is in the zip. */
  private async fill(zip: yazl.ZipFile, { userId, mtime, signal }: ZipContext): Promise<void> {
    const failed = new Promise<never>((_resolve, reject) => zip.once('error', reject));
    for await (const file of this.exporters.files(userId)) {
      const content = Readable.from(bytesOf(file), { objectMode: false });
      zip.addReadStream(content, file.name, { mtime, compress: !COMPRESSED.test(file.name) });
      try {
        await Promise.race([finished(content, { signal }), failed]);
      } finally {
        content.destroy();
      }
    }
    zip.end();
  }
}

interface ZipContext {
  readonly userId: string;
  readonly mtime: Date;
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal;
}

async function* bytesOf(file: ExportFile): AsyncIterable<Uint8Array> {
  for await (const part of file.content()) yield typeof part === 'string' ? Buffer.from(part) : part;
}
