import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Identity } from '@visionary/platform/auth';
import { type RateLimit, RateLimits } from '@visionary/platform/http';
import { RoomAccess, RoomRights } from '@visionary/platform/realtime';

const IMAGES_A_MINUTE = 30;

/** Who may bring images into a room, how many at a time, and who may see them. */
@Injectable()
export class UploadRights {
  private readonly perMinute: RateLimit;

  constructor(
    private readonly rights: RoomRights,
    private readonly access: RoomAccess,
    limits: RateLimits,
  ) {
    this.perMinute = limits.shared({ name: 'uploads', points: IMAGES_A_MINUTE, seconds: 60 });
  }

  /** @throws Rejection as RoomRights; RATE_LIMITED */
  async requireUpload(who: Identity | null, roomId: string): Promise<Pick<Identity, 'user'>> {
    const user = await this.rights.requireUser(who, roomId, 'uploadRoomImage');
    const retryAfterSeconds = await this.perMinute.spend(user.id);
    if (retryAfterSeconds !== null) throw new Rejection('RATE_LIMITED', { retryAfterSeconds });
    return { user };
  }

  /** @returns whether everybody may see them. @throws Rejection as RoomRights */
  async requireView(who: Identity | null, roomId: string): Promise<boolean> {
    await this.rights.requireRoute(who, roomId, 'roomUpload');
    return (await this.access.roleOf(null, roomId)) !== null;
  }
}
