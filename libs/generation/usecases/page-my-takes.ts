import { Injectable } from '@nestjs/common';
import { MyTakes, type TakePlace, type UsedPrompt } from '../domain/my-takes.js';
import type { Take, TakePicture } from '../domain/take.js';

export interface MyTakesWanted {
  readonly search: string;
  readonly status: 'all' | 'finished' | 'failed';
  readonly after: TakePlace | null;
  readonly limit: number;
}

/** Read at once while looking for words. */
const AT_FIRST = 200;
const AT_ONCE = 1_000;

/** All that somebody rendered, and the words they did it with. What is looked for may stand anywhere, in any case and width. */
@Injectable()
export class PageMyTakes {
  constructor(private readonly takes: MyTakes) {}

  /** The newest first. */
  async run(
    authorId: string,
    { search, status, after, limit }: MyTakesWanted,
  ): Promise<{ readonly takes: Take[]; readonly more: boolean }> {
    const isFound = finderOf(search);
    const ids: string[] = [];
    let [from, size, isThere] = [after, search.trim() === '' ? limit + 1 : AT_FIRST, true];
    while (isThere && ids.length <= limit) {
      const scanned = await this.takes.scan(authorId, status, from, size);
      ids.push(...scanned.filter(({ prompt }) => isFound(prompt)).map(({ id }) => id));
      [from, size, isThere] = [scanned.at(-1) ?? from, AT_ONCE, scanned.length === size];
    }
    const page = ids.slice(0, limit);
    const takes = new Map((await this.takes.byIds(page)).map((take) => [take.id, take]));
    return { takes: page.flatMap((id) => takes.get(id) ?? []), more: ids.length > limit };
  }

  /** Each pair of words once, the last used first. @param beforeTakeId of the last one on the page before */
  async prompts(
    authorId: string,
    search: string,
    beforeTakeId: string | null,
    limit: number,
  ): Promise<{ readonly prompts: (UsedPrompt & { readonly picture: TakePicture | null })[]; readonly more: boolean }> {
    const isFound = finderOf(search);
    const isSearch = search.trim() !== '';
    const used = await this.takes.prompts(authorId, beforeTakeId, isSearch ? null : limit + 1);
    const found = isSearch ? used.filter(({ prompt, negative }) => isFound(`${prompt}\n${negative}`)) : used;
    const page = found.slice(0, limit);
    const finished = await this.takes.byIds(page.flatMap(({ finishedId }) => finishedId ?? []));
    const pictures = new Map(finished.map(({ id, pictures: [first] }) => [id, first ?? null]));
    const prompts = page.map((one) => ({ ...one, picture: pictures.get(one.finishedId ?? '') ?? null }));
    return { prompts, more: found.length > limit };
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
