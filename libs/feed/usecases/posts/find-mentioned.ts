import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { mentionsIn } from '@visionary/kernel';
import { PostLimits } from '../../domain/posts/limits.js';

/** Whom words call: people there are, and no more of them than anybody may call. */
@Injectable()
export class FindMentioned {
  constructor(
    private readonly people: People,
    private readonly limits: PostLimits,
  ) {}

  async run(words: string): Promise<string[]> {
    const { people } = mentionsIn(words, this.limits.mentionsPerPost);
    const there = await this.people.byIds(people);
    return people.filter((id) => there.has(id));
  }
}
