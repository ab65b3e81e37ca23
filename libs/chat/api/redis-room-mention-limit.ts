import { Injectable } from '@nestjs/common';
import { ROOM_MENTION_RATE_LIMITS } from '@visionary/contract';
import { type RateLimit, RateLimits } from '@visionary/platform/http';
import { type RoomMention, RoomMentionLimit } from '../domain/room-mention-limit.js';

const keyOf = ({ roomId, userId }: RoomMention): string => `${roomId}:${userId}`;

/** Counts over all nodes. A user who becomes a manager of the room starts with an unused limit. */
@Injectable()
export class RedisRoomMentionLimit extends RoomMentionLimit {
  private readonly members: RateLimit;
  private readonly managers: RateLimit;

  constructor(limits: RateLimits) {
    super();
    this.members = limits.shared({ name: 'room-mention', ...ROOM_MENTION_RATE_LIMITS.members });
    this.managers = limits.shared({ name: 'room-mention:managers', ...ROOM_MENTION_RATE_LIMITS.owners });
  }

  spend(mention: RoomMention): Promise<number | null> {
    return this.limitOf(mention).spend(keyOf(mention));
  }

  refund(mention: RoomMention): Promise<void> {
    return this.limitOf(mention).giveBack(keyOf(mention));
  }

  private limitOf({ isManager }: RoomMention): RateLimit {
    return isManager ? this.managers : this.members;
  }
}
