import { Injectable } from '@nestjs/common';
import { COMMENT_MENTION_RATE_LIMITS } from '@visionary/contract';
import { type RateLimit, RateLimits } from '@visionary/platform/rate-limits';

/** How many users the mentions in an author's comments notify in a day, counted over all nodes. */
@Injectable()
export class CommentMentionLimit {
  private readonly established: RateLimit;
  private readonly newAccounts: RateLimit;

  constructor(limits: RateLimits) {
    this.established = limits.shared({ name: 'comment-mention', ...COMMENT_MENTION_RATE_LIMITS.established });
    this.newAccounts = limits.shared({ name: 'comment-mention:newcomer', ...COMMENT_MENTION_RATE_LIMITS.newAccount });
  }

  /** @returns whether one more user may be notified */
  async spend(authorId: string, isNew: boolean): Promise<boolean> {
    return (await (isNew ? this.newAccounts : this.established).spend(authorId)) === null;
  }
}
