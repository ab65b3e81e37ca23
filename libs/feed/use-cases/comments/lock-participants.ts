import { Injectable } from '@nestjs/common';
import { Blocks, ParticipantLocks, Users } from '@visionary/accounts';
import { Clock, Rejection } from '@visionary/kernel';
import { TalkLimits } from '../../domain/comments/limits.js';

/** Who says and gives something in the feed, and those whom it concerns. */
@Injectable()
export class LockParticipants extends ParticipantLocks {
  constructor(
    users: Users,
    blocks: Blocks,
    clock: Clock,
    private readonly limits: TalkLimits,
  ) {
    super(users, blocks, clock);
  }

  /** @throws Rejection FEED_TOO_MANY_REACTIONS { limit } where there are too many kinds with it */
  requireSpace(kinds: ReadonlySet<string>, emoji: string): void {
    const limit = this.limits.emojiPerSubject;
    if (new Set([...kinds, emoji]).size > limit) throw new Rejection('FEED_TOO_MANY_REACTIONS', { limit });
  }
}
