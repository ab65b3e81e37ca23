import { Injectable } from '@nestjs/common';
import { Clock, RoomAccess } from '@visionary/kernel';

/** A user's rights to the images of a room. */
export interface PublishingRights {
  readonly canView: boolean;
  /** Owners, and editors of public rooms. */
  readonly canPublish: boolean;
}

const NONE: PublishingRights = { canView: false, canPublish: false };

/** Rights to publish images of a room. */
@Injectable()
export class TakeRoomRights {
  constructor(
    private readonly access: RoomAccess,
    private readonly clock: Clock,
  ) {}

  async rightsOf(userId: string, roomId: string): Promise<PublishingRights> {
    const access = await this.access.getCached(userId, roomId);
    if (!access || access.isBanned) return NONE;
    const { role, isPublic, mutedUntil } = access;
    const isMuted = mutedUntil !== null && mutedUntil > this.clock.now();
    return { canView: true, canPublish: !isMuted && (role === 'owner' || (isPublic && role === 'editor')) };
  }
}
