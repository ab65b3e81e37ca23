import { Injectable } from '@nestjs/common';
import type { Take, TakeImage } from '../domain/take.js';
import { type PromptUses, SqlMyTakes, type TakeCursor } from '../storage/sql-my-takes.js';

/** A prompt that a user rendered with. */
export interface UsedPrompt extends PromptUses {
  readonly prompt: string;
  readonly negative: string;
  readonly lastAt: number;
  /** The newest take with this prompt. */
  readonly takeId: string;
  /** Of the newest finished take with this prompt. */
  readonly image: TakeImage | null;
}

export interface UserTakesQuery {
  readonly search: string;
  readonly status: 'all' | 'finished' | 'failed';
  readonly after: TakeCursor | null;
  readonly limit: number;
}

/** Rows of the first read of a search, and of later reads. */
const FIRST_BATCH_SIZE = 200;
const BATCH_SIZE = 1_000;
/** One request scans at most this many takes. The next request continues a page that is not full. */
const MAX_SCANNED = 2_000;

interface ScanOptions<T> {
  readonly after: TakeCursor | null;
  readonly limit: number;
  readonly firstBatchSize: number;
  readonly isMatch: (one: T) => boolean;
}

/** `next`: the cursor of the next page; null at the end. A page may be short before the end. */
interface ScanResult<T> {
  readonly found: readonly T[];
  readonly next: TakeCursor | null;
}

/** Pages of a user's takes and prompts. A search matches anywhere in a prompt, in any case and width. */
@Injectable()
export class PageMyTakes {
  constructor(private readonly takes: SqlMyTakes) {}

  /** Newest first. */
  async run(
    authorId: string,
    { search, status, after, limit }: UserTakesQuery,
  ): Promise<{ readonly takes: Take[]; readonly next: TakeCursor | null }> {
    const matches = matcherOf(search);
    const { found, next } = await scan((from, size) => this.takes.scan(authorId, status, from, size), {
      after,
      limit,
      firstBatchSize: search.trim() === '' ? limit + 1 : FIRST_BATCH_SIZE,
      isMatch: ({ prompt }) => matches(prompt),
    });
    const takes = new Map((await this.takes.byIds(found.map(({ id }) => id))).map((take) => [take.id, take]));
    return { takes: found.flatMap(({ id }) => takes.get(id) ?? []), next };
  }

  /** Each pair of prompts once, the last used first. @param afterTakeId last take of the page before */
  async prompts(
    authorId: string,
    search: string,
    afterTakeId: string | null,
    limit: number,
  ): Promise<{ readonly prompts: readonly UsedPrompt[]; readonly next: TakeCursor | null }> {
    const matches = matcherOf(search);
    const after = afterTakeId === null ? null : await this.takes.cursorOf(authorId, afterTakeId);
    if (afterTakeId !== null && after === null) return { prompts: [], next: null };
    const { found, next } = await scan((from, size) => this.takes.prompts(authorId, from, size), {
      after,
      limit,
      firstBatchSize: FIRST_BATCH_SIZE,
      isMatch: ({ isNewest, prompt, negative }) => isNewest && matches(`${prompt}\n${negative}`),
    });
    const uses = await this.takes.usesOf(authorId, found);
    const finished = await this.takes.byIds(
      [...uses.values()].flatMap(({ lastFinishedTakeId }) => lastFinishedTakeId ?? []),
    );
    const images = new Map(finished.map(({ id, images: [first] }) => [id, first ?? null]));
    const prompts = found.map(({ id, prompt, negative, queuedAt }) => {
      const { times = 1, lastFinishedTakeId = null } = uses.get(id) ?? {};
      const image = images.get(lastFinishedTakeId ?? '') ?? null;
      return { prompt, negative, times, lastAt: queuedAt, takeId: id, lastFinishedTakeId, image };
    });
    return { prompts, next };
  }
}

/** Reads in batches until the page is full, all rows are read, or the request has scanned enough. */
async function scan<T extends TakeCursor>(
  read: (after: TakeCursor | null, size: number) => Promise<readonly T[]>,
  { after, limit, firstBatchSize, isMatch }: ScanOptions<T>,
): Promise<ScanResult<T>> {
  const found: T[] = [];
  let [cursor, size, scanned] = [after, firstBatchSize, 0];
  for (;;) {
    const rows = await read(cursor, size);
    for (const row of rows.filter(isMatch)) {
      if (found.length === limit) return { found, next: found.at(-1) ?? null };
      found.push(row);
    }
    if (rows.length < size) return { found, next: null };
    cursor = rows.at(-1) ?? cursor;
    scanned += rows.length;
    if (scanned >= MAX_SCANNED) return { found, next: cursor };
    size = Math.min(BATCH_SIZE, MAX_SCANNED - scanned);
  }
}

const normalized = (text: string): string => text.normalize('NFKC').toLowerCase();

const matcherOf = (search: string): ((text: string) => boolean) => {
  const words = normalized(search).split(/\s+/u).filter(Boolean);
  return (text) => {
    const haystack = normalized(text);
    return words.every((word) => haystack.includes(word));
  };
};
