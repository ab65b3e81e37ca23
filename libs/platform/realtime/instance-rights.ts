import { Inject, Injectable } from '@nestjs/common';
import { type CommandName, COMMANDS } from '@visionary/contract';
import { banRejection, Clock, muteRejection, Rejection } from '@visionary/kernel';
import { AdminDirectory } from '@visionary/platform/auth';
import type { LiveSocket } from './live-socket.js';

/** Permissions on the instance: signed in, moderator or admin, and not muted or banned. */
@Injectable()
export class InstanceRights {
  constructor(
    @Inject(AdminDirectory) private readonly adminDirectory: AdminDirectory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Muted users can only read and use commands with `allowedWhenMuted`.
   * @throws Rejection SAFETY_MUTED, SAFETY_BANNED { until }
   */
  requireNotMuted(name: CommandName, { sanctions }: LiveSocket): void {
    if (!sanctions) return;
    const now = this.clock.now();
    const { permission, exceptions } = COMMANDS[name];
    const isAllowedWhenMuted =
      permission === 'nothing' || permission === 'read' || exceptions.allowedWhenMuted === true;
    const rejection = banRejection(sanctions, now) ?? (isAllowedWhenMuted ? null : muteRejection(sanctions, now));
    if (rejection) throw rejection;
  }

  /** @throws Rejection UNAUTHENTICATED, FORBIDDEN */
  async require(permission: 'self' | 'moderator' | 'admin', user: LiveSocket['user']): Promise<void> {
    if (!user) throw new Rejection(permission === 'self' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
    if (permission !== 'self') await this.adminDirectory.require(user, permission);
  }
}
