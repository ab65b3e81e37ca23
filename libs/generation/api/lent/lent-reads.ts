import { Logger } from '@nestjs/common';
import {
  CHUNK_BYTES,
  type InstanceMessage,
  type LenderMessage,
  MAX_PENDING_READS,
} from '../../domain/lending-protocol.js';
import type { LentFiles } from './lent-files.js';

/** Requests for files that are not offered: a few come late, after the end of their take. */
const MAX_VAIN_READS = 100;

/** What a lent renderer reads of the files of its take, and how much of that. */
export class LentReads {
  private readonly logger = new Logger('Lending');
  private pending = 0;
  private vain = 0;
  private servedBytes = 0;

  constructor(private readonly files: Pick<LentFiles, 'read' | 'offeredBytes'>) {}

  /** Bytes that it got for its take, not counting more than there are: it may read a file again and again. */
  get usefulBytes(): number {
    return Math.min(this.servedBytes, this.files.offeredBytes);
  }

  beginTake(): void {
    this.servedBytes = 0;
    this.vain = 0;
  }

  /** @returns the answer, or in English what it may not do */
  async answer({
    sha256,
    from,
    until,
  }: Extract<LenderMessage, { type: 'read' }>): Promise<Extract<InstanceMessage, { type: 'data' }> | string> {
    if (until - from > CHUNK_BYTES || this.pending >= MAX_PENDING_READS) {
      return 'it requests too much of a file at once';
    }
    this.pending += 1;
    const range = await this.files
      .read(sha256, from, until)
      .catch((error: unknown) => void this.logger.error('A file could not be read for a lent renderer', error));
    this.pending -= 1;
    this.servedBytes += range?.bytes.length ?? 0;
    if (!range && ++this.vain > MAX_VAIN_READS) return 'it requests files that it was not offered';
    return { type: 'data', sha256, from, ...range };
  }
}
