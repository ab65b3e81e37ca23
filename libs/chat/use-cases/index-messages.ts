import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { MessageSearchIndex } from '../domain/message-search-index.js';

/** Makes messages found that were said before there was a search. */
@Injectable()
export class IndexMessages {
  constructor(
    private readonly words: MessageSearchIndex,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns how many it took in, at most `limit` */
  run(limit: number): Promise<number> {
    return this.unitOfWork.run(() => this.words.catchUp(limit));
  }
}
