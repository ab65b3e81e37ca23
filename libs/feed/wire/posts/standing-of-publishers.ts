import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { RoomAccess } from '@visionary/platform/realtime';
import { type PublishingRights, RoomsOfTakes } from '../../domain/posts/publishing-rights.js';

const NONE: PublishingRights = { sees: false, publishes: false };

@Injectable()
export class StandingOfPublishers extends RoomsOfTakes {
  constructor(
    private readonly access: RoomAccess,
    private readonly clock: Clock,
  ) {
    super();
  }

  async rightsOf(personId: string, roomId: string): Promise<PublishingRights> {
    const standing = await this.access.standingOf(personId, roomId);
    if (!standing || standing.isBanned) return NONE;
    const { role, isPublic, mutedUntil } = standing;
    const isSilent = mutedUntil !== null && mutedUntil > this.clock.now();
    return { sees: true, publishes: !isSilent && (role === 'owner' || (isPublic && role === 'editor')) };
  }
}
