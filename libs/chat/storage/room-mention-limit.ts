import { Injectable } from '@nestjs/common';
import { ROOM_MENTION_RATE_LIMITS } from '@visionary/contract';
import { type RateLimit, RateLimits } from '@visionary/platform/rate-limits';

/** A message that mentions `@room`. */
export interface RoomMention {
  readonly roomId: string;
  readonly userId: string;
  /** Managers of a room have a higher limit. */
  readonly isManager: boolean;
}

const keyOf = ({ roomId, userId }: RoomMention): string => `${roomId}:${userId}`;

/** Rate limit of `@room` per user and room, counted over all nodes. A user who becomes a manager of the room starts with an unused limit. */
@Injectable()
export class RoomMentionLimit {
  private readonly members: RateLimit;
  private readonly managers: RateLimit;

  constructor(limits: RateLimits) {
    this.members = limits.shared({ name: 'room-mention', ...ROOM_MENTION_RATE_LIMITS.members });
    this.managers = limits.shared({ name: 'room-mention:managers', ...ROOM_MENTION_RATE_LIMITS.owners });
  }

  /** @returns null when allowed, else the seconds to wait */
  spend(mention: RoomMention): Promise<number | null> {
    return this.limitOf(mention).spend(keyOf(mention));
  }

  /** Gives back a spent mention whose message was not sent. */
  refund(mention: RoomMention): Promise<void> {
    return this.limitOf(mention).refund(keyOf(mention));
  }

  private limitOf({ isManager }: RoomMention): RateLimit {
    return isManager ? this.managers : this.members;
  }
}
