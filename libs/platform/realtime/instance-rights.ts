import { Inject, Injectable } from '@nestjs/common';
import { type CommandName, COMMANDS } from '@visionary/contract';
import { Clock, Rejection } from '@visionary/kernel';
import { Admins, banOf, muteOf } from '@visionary/platform/auth';
import type { LiveSocket } from './live-socket.js';

/** What commands ask for that is no room's: who is signed in, who looks after the instance, who may speak on it. */
@Injectable()
export class InstanceRights {
  constructor(
    @Inject(Admins) private readonly admins: Admins,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Whoever is muted on the whole instance reads, and does what they owe themselves.
   * @throws Rejection SAFETY_MUTED, SAFETY_BANNED { until }
   */
  requireVoice(name: CommandName, { sanctions }: LiveSocket): void {
    if (!sanctions) return;
    const now = this.clock.now();
    const { needs, exceptions } = COMMANDS[name];
    const reads = needs === 'nothing' || needs === 'read' || exceptions.staysOpen === true;
    const refusal = banOf(sanctions, now) ?? (reads ? null : muteOf(sanctions, now));
    if (refusal) throw refusal;
  }

  /** @throws Rejection UNAUTHENTICATED, FORBIDDEN */
  async require(needs: 'self' | 'moderator' | 'admin', person: LiveSocket['person']): Promise<void> {
    if (needs !== 'self') return this.admins.require(person, needs);
    if (!person) throw new Rejection('UNAUTHENTICATED');
  }
}
