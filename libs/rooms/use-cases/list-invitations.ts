import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Invitation, Invitations } from '../domain/invitations.js';
import { deletedUser, Users, type User } from '../domain/user.js';

const LISTED_AT_MOST = 200;

/** The links of a room that still let in, the newest first, and who made them. */
@Injectable()
export class ListInvitations {
  constructor(
    private readonly invitations: Invitations,
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  async run(roomId: string): Promise<{ invitation: Invitation; by: User }[]> {
    const living = await this.invitations.listActive(roomId, this.clock.now(), LISTED_AT_MOST);
    const users = await this.users.byIds([...new Set(living.map(({ byId }) => byId))]);
    return living.map((invitation) => ({ invitation, by: users.get(invitation.byId) ?? deletedUser(invitation.byId) }));
  }
}
