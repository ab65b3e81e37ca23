import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Identity } from '@visionary/platform/auth';
import { type RateLimit, RateLimits } from '@visionary/platform/http';
import { RoomAccess, RoomRights } from '@visionary/platform/realtime';

const PICTURES_A_MINUTE = 30;

/** Who may bring pictures into a room, how many at a time, and who may see them. */
@Injectable()
export class UploadRights {
  private readonly perMinute: RateLimit;

  constructor(
    private readonly rights: RoomRights,
    private readonly access: RoomAccess,
    limits: RateLimits,
  ) {
    this.perMinute = limits.of({ name: 'uploads', points: PICTURES_A_MINUTE, seconds: 60 });
  }

  /** @throws Rejection as RoomRights; RATE_LIMITED */
  async requireBringing(who: Identity | null, roomId: string): Promise<Pick<Identity, 'person'>> {
    const person = await this.rights.requirePerson(who, roomId, 'upload');
    const retryAfterSeconds = await this.perMinute.spend(person.id);
    if (retryAfterSeconds !== null) throw new Rejection('RATE_LIMITED', { retryAfterSeconds });
    return { person };
  }

  /** @returns whether everybody may see them. @throws Rejection as RoomRights */
  async requireSeeing(who: Identity | null, roomId: string): Promise<boolean> {
    await this.rights.requireRoute(who, roomId, 'uploaded');
    return (await this.access.roleOf(null, roomId)) !== null;
  }
}
