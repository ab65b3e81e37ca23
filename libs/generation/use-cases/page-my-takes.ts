import { Injectable } from '@nestjs/common';
import { MyTakes, type PromptUses, type TakeCursor } from '../domain/my-takes.js';
import type { Take, TakeImage } from '../domain/take.js';

/** Prompts somebody rendered with. */
export interface UsedPrompt extends PromptUses {
  readonly prompt: string;
  readonly negative: string;
  readonly lastAt: number;
  /** The newest take with them. */
  readonly takeId: string;
  /** Of the newest that came to images. */
  readonly image: TakeImage | null;
}

export interface UserTakesQuery {
  readonly search: string;
  readonly status: 'all' | 'finished' | 'failed';
  readonly after: TakeCursor | null;
  readonly limit: number;
}

/** Read at once while looking for words. */
const AT_FIRST = 200;
const AT_ONCE = 1_000;
/** One request reads no more takes than this: where it found less than a page, the next one continues. */
const READ_AT_MOST = 2_000;

interface Wanted<T> {
  readonly after: TakeCursor | null;
  readonly limit: number;
  readonly atFirst: number;
  readonly isFound: (one: T) => boolean;
}
/** `next`: the take after which the next page continues; null: there is nothing more. A page may be short before its end. */
interface Scanned<T> {
  readonly found: readonly T[];
  readonly next: TakeCursor | null;
}

/** All that somebody rendered, and the words they did it with. What is looked for may stand anywhere, in any case and width. */
@Injectable()
export class PageMyTakes {
  constructor(private readonly takes: MyTakes) {}

  /** The newest first. */
  async run(
    authorId: string,
    { search, status, after, limit }: UserTakesQuery,
  ): Promise<{ readonly takes: Take[]; readonly next: TakeCursor | null }> {
    const matches = finderOf(search);
    const { found, next } = await scan((from, size) => this.takes.scan(authorId, status, from, size), {
      ...{ after, limit, atFirst: search.trim() === '' ? limit + 1 : AT_FIRST },
      isFound: ({ prompt }) => matches(prompt),
    });
    const takes = new Map((await this.takes.byIds(found.map(({ id }) => id))).map((take) => [take.id, take]));
    return { takes: found.flatMap(({ id }) => takes.get(id) ?? []), next };
  }

  /** Each pair of prompts once, the last used first. @param afterTakeId where the page before ended */
  async prompts(
    authorId: string,
    search: string,
    afterTakeId: string | null,
    limit: number,
  ): Promise<{ readonly prompts: readonly UsedPrompt[]; readonly next: TakeCursor | null }> {
    const matches = finderOf(search);
    const after = afterTakeId === null ? null : await this.takes.placeOf(authorId, afterTakeId);
    if (afterTakeId !== null && after === null) return { prompts: [], next: null };
    const { found, next } = await scan((from, size) => this.takes.prompts(authorId, from, size), {
      ...{ after, limit, atFirst: AT_FIRST },
      isFound: ({ isNewest, prompt, negative }) => isNewest && matches(`${prompt}\n${negative}`),
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

/** Reads in pieces until a page is full, everything is read, or one request has read enough. */
async function scan<T extends TakeCursor>(
  read: (after: TakeCursor | null, size: number) => Promise<readonly T[]>,
  { after, limit, atFirst, isFound }: Wanted<T>,
): Promise<Scanned<T>> {
  const found: T[] = [];
  let [from, size, total] = [after, atFirst, 0];
  for (;;) {
    const rows = await read(from, size);
    for (const row of rows.filter(isFound)) {
      if (found.length === limit) return { found, next: found.at(-1) ?? null };
      found.push(row);
    }
    if (rows.length < size) return { found, next: null };
    from = rows.at(-1) ?? from;
    total += rows.length;
    if (total >= READ_AT_MOST) return { found, next: from };
    size = Math.min(AT_ONCE, READ_AT_MOST - total);
  }
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

const finderOf = (search: string): ((text: string) => boolean) => {
  const words = folded(search).split(/\s+/u).filter(Boolean);
  return (text) => {
    const within = folded(text);
    return words.every((word) => within.includes(word));
  };
};
