import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { PostWords } from '../../domain/finding/post-words.js';

/** Makes posts found by their words. */
@Injectable()
export class IndexPosts {
  constructor(
    private readonly words: PostWords,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Inside the transaction in which it comes or changes. */
  async take(postId: string): Promise<void> {
    await this.words.take([postId]);
  }

  /** Those that no index knows yet. @returns how many it took in, at most `limit` */
  catchUp(limit: number): Promise<number> {
    return this.unitOfWork.run(() => this.words.catchUp(limit));
  }
}
