import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { PostSearchIndex } from '../../domain/search/post-search-index.js';

/** Makes posts found by their words. */
@Injectable()
export class IndexPosts {
  constructor(
    private readonly words: PostSearchIndex,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Inside the transaction in which it comes or changes. */
  async take(postId: string): Promise<void> {
    await this.words.indexPost([postId]);
  }

  /** Those that no index knows yet. @returns how many it took in, at most `limit` */
  indexMissing(limit: number): Promise<number> {
    return this.unitOfWork.run(() => this.words.indexMissing(limit));
  }
}
