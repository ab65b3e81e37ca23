import { Injectable } from '@nestjs/common';
import { ROOM_MENTION_RATE_LIMITS } from '@visionary/contract';
import { type RateLimit, RateLimits } from '@visionary/platform/http';
import { type RoomMention, RoomMentionLimit } from '../domain/room-mention-limit.js';

const keyOf = ({ roomId, userId }: RoomMention): string => `${roomId}:${userId}`;

/** Counted over all nodes; whoever comes to look after a room begins anew. */
@Injectable()
export class RedisRoomMentionLimit extends RoomMentionLimit {
  private readonly members: RateLimit;
  private readonly owners: RateLimit;

  constructor(limits: RateLimits) {
    super();
    this.members = limits.shared({ name: 'everybody', ...ROOM_MENTION_RATE_LIMITS.members });
    this.owners = limits.shared({ name: 'everybody:owners', ...ROOM_MENTION_RATE_LIMITS.owners });
  }

  spend(call: RoomMention): Promise<number | null> {
    return this.limit(call).spend(keyOf(call));
  }

  refund(call: RoomMention): Promise<void> {
    return this.limit(call).giveBack(keyOf(call));
  }

  private limit({ isManager }: RoomMention): RateLimit {
    return isManager ? this.owners : this.members;
  }
}
