import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Invitation, Invitations } from '../domain/invitations.js';
import { nobody, People, type Person } from '../domain/person.js';

const LISTED_AT_MOST = 200;

/** The links of a room that still let in, the newest first, and who made them. */
@Injectable()
export class ListInvitations {
  constructor(
    private readonly invitations: Invitations,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  async run(roomId: string): Promise<{ invitation: Invitation; by: Person }[]> {
    const living = await this.invitations.living(roomId, this.clock.now(), LISTED_AT_MOST);
    const people = await this.people.byIds([...new Set(living.map(({ byId }) => byId))]);
    return living.map((invitation) => ({ invitation, by: people.get(invitation.byId) ?? nobody(invitation.byId) }));
  }
}
