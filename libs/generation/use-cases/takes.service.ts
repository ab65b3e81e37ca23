import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { JobFileOfKind, RenderRecord } from '../domain/renderer-protocol.js';
import type { AuthorshipSpan, RenderedBy, Take, TakeImage } from '../domain/take.js';
import { usedFilesOf } from './used-files.js';
import { SqlTakes } from '../storage/sql-takes.js';

/** Reads takes. Callers check the right to see them. */
@Injectable()
export class TakesService {
  constructor(private readonly takes: SqlTakes) {}

  find(takeId: string): Promise<Take | null> {
    return this.takes.byId(takeId);
  }

  /** Rendering takes, then the oldest waiting ones, of all rooms. */
  open(limit: number): Promise<Take[]> {
    return this.takes.open(limit);
  }

  roomNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.takes.roomNames(ids);
  }

  /** In no particular order, without ids of no take. One query. */
  byIds(ids: readonly string[]): Promise<Take[]> {
    return this.takes.byIds(ids);
  }

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND, also for a hidden image */
  async image(takeId: string, index: number): Promise<{ take: Take; image: TakeImage }> {
    const take = await this.takes.byId(takeId);
    const image = take?.images[index];
    if (!take || !image || image.isHidden) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    return { take, image };
  }

  /** Size of the images of a user's takes. */
  imageBytesOf(authorId: string): Promise<number> {
    return this.takes.imageBytesOf(authorId);
  }

  renderedBy(takeId: string): Promise<RenderedBy> {
    return this.takes.renderedBy(takeId);
  }

  /** Takes of a room, newest first. @param beforeNumber null for the newest page */
  async page(roomId: string, beforeNumber: number | null, limit: number): Promise<{ takes: Take[]; more: boolean }> {
    const takes = await this.takes.page(roomId, beforeNumber, limit + 1);
    return { takes: takes.slice(0, limit), more: takes.length > limit };
  }

  /** The rendering take and the last finished take of each room. */
  async newest(roomIds: readonly string[]): Promise<ReadonlyMap<string, { rendering?: Take; finished?: Take }>> {
    const newest = new Map<string, { rendering?: Take; finished?: Take }>(roomIds.map((roomId) => [roomId, {}]));
    for (const rendering of await this.takes.newest(roomIds, 'rendering')) {
      newest.set(rendering.roomId, { rendering });
    }
    for (const finished of await this.takes.newest(roomIds, 'finished')) {
      newest.set(finished.roomId, { ...newest.get(finished.roomId), finished });
    }
    return newest;
  }

  /** Deletes the takes of a room before the newest `count`, inside a unit of work. @returns the oldest that is left */
  async keepNewest(roomId: string, count: number): Promise<Take | undefined> {
    const oldest = (await this.takes.page(roomId, null, count)).at(-1);
    if (oldest) await this.takes.deleteBefore(roomId, oldest.number);
    return oldest;
  }

  /** Records which event of its room queued a take. Inside the transaction that queues it. */
  linkToEvent(takeId: string, seq: number): Promise<void> {
    return this.takes.setSeq(takeId, seq);
  }

  /** Finished takes that were made from these posts or takes, newest first. One query. */
  derivedFrom(originIds: readonly string[], limit: number): Promise<Take[]> {
    return this.takes.derivedFrom(originIds, limit);
  }

  /** The LoRAs and other additions of a finished take; `hash` is the SHA-256 of the file. Empty for a take that did not finish. */
  async additionsOf(
    takeId: string,
  ): Promise<(Pick<JobFileOfKind, 'kind' | 'id'> & { readonly hash: string | null })[]> {
    const record = await this.takes.recordOf(takeId);
    if (record === null) return [];
    const { job } = JSON.parse(record) as RenderRecord;
    return usedFilesOf(job).map(({ kind, id, sha256 }) => ({ kind, id, hash: sha256 ?? null }));
  }

  /** Who wrote which part of the prompt; null if unknown. */
  authorshipOf(takeId: string): Promise<readonly AuthorshipSpan[] | null> {
    return this.takes.authorshipOf(takeId);
  }

  /** The record of a finished take as JSON, or of the take that a queued one repeats. */
  recordOf(takeId: string): Promise<string | null> {
    return this.takes.recordOf(takeId);
  }
}
