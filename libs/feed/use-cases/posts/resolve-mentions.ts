import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { mentionsIn } from '@visionary/kernel';
import { PostLimits } from '../../domain/posts/limits.js';

/** Whom words call: users there are, and no more of them than anybody may call. */
@Injectable()
export class ResolveMentions {
  constructor(
    private readonly users: Users,
    private readonly limits: PostLimits,
  ) {}

  async run(words: string): Promise<string[]> {
    const { users } = mentionsIn(words, this.limits.mentionsPerPost);
    const there = await this.users.byIds(users);
    return users.filter((id) => there.has(id));
  }
}
