import { Injectable } from '@nestjs/common';
import type { RenderRecord } from '../domain/renderer-protocol.js';
import type { Take, AuthorshipSpan } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

/** Where takes come from and what came of them, whoever asks: the caller looks after the right to see them. */
@Injectable()
export class TakeLineage {
  constructor(private readonly takes: Takes) {}

  /** In no particular order; ids of no take are left out. One query. */
  byIds(ids: readonly string[]): Promise<Take[]> {
    return this.takes.byIds(ids);
  }

  /** Finished takes that were made from these posts or takes, the newest first. One query. */
  madeFrom(originIds: readonly string[], limit: number): Promise<Take[]> {
    return this.takes.derivedFrom(originIds, limit);
  }

  /** The LoRAs it was rendered with, `hash` the SHA-256 of the file it was; none of one that was not rendered to its end. */
  async lorasOf(takeId: string): Promise<{ readonly id: string; readonly hash: string | null }[]> {
    const record = await this.takes.recordOf(takeId);
    if (record === null) return [];
    const { job } = JSON.parse(record) as RenderRecord;
    return (job.loras ?? []).map(({ id, sha256 }) => ({ id, hash: sha256 ?? null }));
  }

  /** Who wrote which part of its prompt; null where that is not known. */
  handsOf(takeId: string): Promise<readonly AuthorshipSpan[] | null> {
    return this.takes.authorshipOf(takeId);
  }
}
