import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { RoomAccess } from '@visionary/platform/realtime';
import { type PublishingRights, TakeRoomRights } from '../../domain/posts/publishing-rights.js';

const NONE: PublishingRights = { canView: false, canPublish: false };

@Injectable()
export class PublisherRoomRights extends TakeRoomRights {
  constructor(
    private readonly access: RoomAccess,
    private readonly clock: Clock,
  ) {
    super();
  }

  async rightsOf(userId: string, roomId: string): Promise<PublishingRights> {
    const access = await this.access.getCached(userId, roomId);
    if (!access || access.isBanned) return NONE;
    const { role, isPublic, mutedUntil } = access;
    const isMuted = mutedUntil !== null && mutedUntil > this.clock.now();
    return { canView: true, canPublish: !isMuted && (role === 'owner' || (isPublic && role === 'editor')) };
  }
}
