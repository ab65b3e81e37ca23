import { Injectable } from '@nestjs/common';
import { Blocks, People } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';

/** Inside a transaction, before it holds anything else: two people who stay, and hear of each other, until its end. */
@Injectable()
export class MayReach {
  constructor(
    private readonly people: People,
    private readonly blocks: Blocks,
  ) {}

  /** @throws Rejection UNAUTHENTICATED where the first has left, PEOPLE_NOT_FOUND, PEOPLE_UNREACHABLE */
  async run(personId: string, otherId: string): Promise<void> {
    // Both are held: whoever blocks holds the one they block, so that one of the two sees what the other did.
    const held = await this.people.hold([personId, otherId]);
    if (!held.has(personId)) throw new Rejection('UNAUTHENTICATED');
    if (!held.has(otherId)) throw new Rejection('PEOPLE_NOT_FOUND');
    if (await this.blocks.between(personId, otherId)) throw new Rejection('PEOPLE_UNREACHABLE');
  }
}
