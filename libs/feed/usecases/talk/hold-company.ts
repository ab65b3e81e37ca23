import { Injectable } from '@nestjs/common';
import { Blocks, Company, People } from '@visionary/accounts';
import { Clock, Rejection } from '@visionary/kernel';
import { TalkLimits } from '../../domain/talk/limits.js';

/** Who says and gives something in the feed, and those whom it concerns. */
@Injectable()
export class HoldCompany extends Company {
  constructor(
    people: People,
    blocks: Blocks,
    clock: Clock,
    private readonly limits: TalkLimits,
  ) {
    super(people, blocks, clock);
  }

  /** @throws Rejection FEED_TOO_MANY_REACTIONS { limit } where there are too many kinds with it */
  requireSpace(kinds: ReadonlySet<string>, emoji: string): void {
    const limit = this.limits.emojiPerSubject;
    if (new Set([...kinds, emoji]).size > limit) throw new Rejection('FEED_TOO_MANY_REACTIONS', { limit });
  }
}
