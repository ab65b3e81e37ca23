import { Controller, Param, Query } from '@nestjs/common';
import { type BlockList, Id, LIMITS, type PeopleFound, type PeopleQuery, ROUTES } from '@visionary/contract';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { Blocks } from '../domain/blocks.js';
import { Block } from '../usecases/block.js';
import { FindPeople } from '../usecases/find-people.js';
import { People } from '../usecases/people.js';

const Somebody = z.strictObject({ personId: Id });

/** Other people: whom I look for, and from whom I do not want to hear. */
@Controller()
export class PeopleController {
  constructor(
    private readonly findPeople: FindPeople,
    private readonly people: People,
    private readonly blocks: Blocks,
    private readonly blockUseCase: Block,
  ) {}

  @Route('people')
  async find(
    @Query({ schema: ROUTES.people.query }) { search, roomId }: z.infer<typeof PeopleQuery>,
    @SignedIn() { person: { id: askerId } }: Identity,
  ): Promise<PeopleFound> {
    return { people: await this.findPeople.run({ search, roomId, askerId, limit: LIMITS.peopleFound }) };
  }

  @Route('blocks')
  async blocked(@SignedIn() me: Identity): Promise<BlockList> {
    const ids = await this.blocks.of(me.person.id);
    const found = await this.people.byIds(ids);
    return { people: ids.flatMap((id) => found.get(id) ?? []) };
  }

  @Route('block')
  async block(
    @Param({ schema: Somebody }) { personId }: z.infer<typeof Somebody>,
    @SignedIn() me: Identity,
  ): Promise<void> {
    await this.blockUseCase.run(me.person.id, personId, true);
  }

  @Route('unblock')
  async unblock(
    @Param({ schema: Somebody }) { personId }: z.infer<typeof Somebody>,
    @SignedIn() me: Identity,
  ): Promise<void> {
    await this.blockUseCase.run(me.person.id, personId, false);
  }
}
