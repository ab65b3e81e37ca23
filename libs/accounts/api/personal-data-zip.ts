import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import type { Response } from 'express';
import yazl from 'yazl';
import { PersonalDataExporters, type ExportFile } from '../domain/personal-data-exporters.js';

const COMPRESSED_ALREADY = /\.(png|webp|jpe?g)$/;
const RETRY_AFTER_SECONDS = 60;

/** Sends somebody all that is kept of them as a zip, made while it is sent: nothing is gathered in memory or on disk. */
@Injectable()
export class PersonalDataZip {
  private readonly underWay = new Set<string>();

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection RATE_LIMITED while another one of theirs is under way; cuts the answer where it fails later */
  async write(userId: string, response: Response): Promise<void> {
    if (this.underWay.has(userId)) throw new Rejection('RATE_LIMITED', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    this.underWay.add(userId);
    try {
      await this.send(userId, response);
    } finally {
      this.underWay.delete(userId);
    }
  }

  private async send(userId: string, response: Response): Promise<void> {
    const zip = new yazl.ZipFile();
    const made = new Date(this.clock.now());
    response.attachment(`visionary-${made.toISOString().slice(0, 10)}.zip`);
    response.type('application/zip');
    const gone = new AbortController();
    const sent = pipeline(zip.outputStream, response).catch((error: unknown) => gone.abort(error));
    try {
      await this.fill(zip, { userId, mtime: made, signal: gone.signal });
    } catch (error) {
      const hasLeft = gone.signal.aborted;
      // Half a zip must not look like a whole one.
      response.destroy();
      if (!hasLeft) throw error;
    }
    await sent;
  }

  /** One file at a time: the next is asked for when the last byte of the one before has gone into the zip. */
  private async fill(zip: yazl.ZipFile, { userId, mtime, signal }: Filling): Promise<void> {
    const broken = new Promise<never>((_resolve, reject) => zip.once('error', reject));
    for await (const file of this.data.files(userId)) {
      const content = Readable.from(bytesOf(file), { objectMode: false });
      zip.addReadStream(content, file.name, { mtime, compress: !COMPRESSED_ALREADY.test(file.name) });
      try {
        await Promise.race([finished(content, { signal }), broken]);
      } finally {
        content.destroy();
      }
    }
    zip.end();
  }
}

interface Filling {
  readonly userId: string;
  readonly mtime: Date;
  /** Aborted once whoever asked has left. */
  readonly signal: AbortSignal;
}

async function* bytesOf(file: ExportFile): AsyncIterable<Uint8Array> {
  for await (const part of file.content()) yield typeof part === 'string' ? Buffer.from(part) : part;
}
