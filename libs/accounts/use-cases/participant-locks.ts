import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { Blocks } from '../domain/blocks.js';
import { Users } from './users.js';

export interface LockedParticipants {
  /** Those of the others who are there, and of whom neither has blocked the other. */
  readonly reachable: ReadonlySet<string>;
  /** Those of whom one has blocked the other. */
  readonly blocked: ReadonlySet<string>;
  /** ms since 1970, while they are held. */
  readonly at: number;
}

/**
 * Inside a transaction, before it holds anything else: whoever does something and those whom it concerns stay until its end,
 * and whether they hear of each other stays as it is.
 */
@Injectable()
export class ParticipantLocks {
  constructor(
    private readonly users: Users,
    private readonly blocks: Blocks,
    private readonly clock: Clock,
  ) {}

  /** The user themselves is never among the others. @throws Rejection UNAUTHENTICATED when they are gone */
  async run(userId: string, otherIds: Iterable<string>): Promise<LockedParticipants> {
    const others = [...new Set(otherIds)].filter((id) => id !== userId);
    const held = await this.users.hold([userId, ...others]);
    if (!held.has(userId)) throw new Rejection('UNAUTHENTICATED');
    const blocked = await this.blocks.blockedAmong(userId, others);
    return { reachable: new Set(others.filter((id) => held.has(id) && !blocked.has(id))), blocked, at: this.now() };
  }

  /** ms since 1970 */
  now(): number {
    return this.clock.now();
  }
}
