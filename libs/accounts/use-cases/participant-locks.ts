import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { Blocks } from '../storage/blocks.js';
import { Users } from './users.js';

export interface LockedParticipants {
  /** The other users who exist and are not blocked. */
  readonly reachable: ReadonlySet<string>;
  /** The other users where one has blocked the other. */
  readonly blocked: ReadonlySet<string>;
  /** ms since 1970, while the locks are held. */
  readonly at: number;
}

/** Locks the accounts of a user and of those whom an action concerns, so accounts and blocks stay until the commit. */
@Injectable()
export class ParticipantLocks {
  constructor(
    private readonly users: Users,
    private readonly blocks: Blocks,
    private readonly clock: Clock,
  ) {}

  /**
   * Inside a transaction, before any other lock. The user is never among the others.
   * @throws Rejection UNAUTHENTICATED when the user's account is deleted
   */
  async lock(userId: string, otherIds: Iterable<string>): Promise<LockedParticipants> {
    const others = [...new Set(otherIds)].filter((id) => id !== userId);
    const locked = await this.users.hold([userId, ...others]);
    if (!locked.has(userId)) throw new Rejection('UNAUTHENTICATED');
    const blocked = await this.blocks.blockedAmong(userId, others);
    return { reachable: new Set(others.filter((id) => locked.has(id) && !blocked.has(id))), blocked, at: this.now() };
  }

  /** ms since 1970 */
  now(): number {
    return this.clock.now();
  }
}
