import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { Blocks } from '../domain/blocks.js';
import { People } from './people.js';

export interface HeldCompany {
  /** Those of the others who are there, and of whom neither has blocked the other. */
  readonly near: ReadonlySet<string>;
  /** Those of whom one has blocked the other. */
  readonly apart: ReadonlySet<string>;
  /** ms since 1970, while they are held. */
  readonly at: number;
}

/**
 * Inside a transaction, before it holds anything else: whoever does something and those whom it concerns stay until its end,
 * and whether they hear of each other stays as it is.
 */
@Injectable()
export class Company {
  constructor(
    private readonly people: People,
    private readonly blocks: Blocks,
    private readonly clock: Clock,
  ) {}

  /** The person themselves is never among the others. @throws Rejection UNAUTHENTICATED when they are gone */
  async run(personId: string, otherIds: Iterable<string>): Promise<HeldCompany> {
    const others = [...new Set(otherIds)].filter((id) => id !== personId);
    const held = await this.people.hold([personId, ...others]);
    if (!held.has(personId)) throw new Rejection('UNAUTHENTICATED');
    const apart = await this.blocks.apart(personId, others);
    return { near: new Set(others.filter((id) => held.has(id) && !apart.has(id))), apart, at: this.now() };
  }

  /** ms since 1970 */
  now(): number {
    return this.clock.now();
  }
}
