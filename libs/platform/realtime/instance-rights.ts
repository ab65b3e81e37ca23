import { Inject, Injectable } from '@nestjs/common';
import { type CommandName, COMMANDS } from '@visionary/contract';
import { Clock, Rejection } from '@visionary/kernel';
import { AdminDirectory, banRejection, muteRejection } from '@visionary/platform/auth';
import type { LiveSocket } from './live-socket.js';

/** What commands ask for that is no room's: who is signed in, who looks after the instance, who may speak on it. */
@Injectable()
export class InstanceRights {
  constructor(
    @Inject(AdminDirectory) private readonly adminDirectory: AdminDirectory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Whoever is muted on the whole instance reads, and does what they owe themselves.
   * @throws Rejection SAFETY_MUTED, SAFETY_BANNED { until }
   */
  requireNotMuted(name: CommandName, { sanctions }: LiveSocket): void {
    if (!sanctions) return;
    const now = this.clock.now();
    const { permission, exceptions } = COMMANDS[name];
    const reads = permission === 'nothing' || permission === 'read' || exceptions.allowedWhenMuted === true;
    const refusal = banRejection(sanctions, now) ?? (reads ? null : muteRejection(sanctions, now));
    if (refusal) throw refusal;
  }

  /** @throws Rejection UNAUTHENTICATED, FORBIDDEN */
  async require(needs: 'self' | 'moderator' | 'admin', user: LiveSocket['user']): Promise<void> {
    if (needs !== 'self') return this.adminDirectory.require(user, needs);
    if (!user) throw new Rejection('UNAUTHENTICATED');
  }
}
