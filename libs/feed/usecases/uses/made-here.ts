import { Injectable } from '@nestjs/common';
import { HashFinders } from '@visionary/hub';
import type { MadeAs, MadeWith } from '../../domain/posts/made-with.js';

/** A copy of what lies in the server's own folder is told from it by the name that a picture was made under. */
@Injectable()
export class MadeHere {
  constructor(private readonly finders: HashFinders) {}

  /** May read whole folders the first time. */
  async of(made: readonly MadeWith[]): Promise<MadeAs[]> {
    const all: MadeAs[] = [];
    for (const { kind, hash } of made) {
      const notAs = await this.finders.nameOf(kind, hash);
      all.push({ kind, hash, ...(notAs !== undefined && { notAs }) });
    }
    return all;
  }
}
