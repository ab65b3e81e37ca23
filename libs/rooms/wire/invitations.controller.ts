import { Body, Controller, Header, Param } from '@nestjs/common';
import {
  Id,
  type InvitationFacts,
  type InvitationList,
  type InvitationView,
  type NewInvitation,
  ROUTES,
} from '@visionary/contract';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { RoomRights } from '@visionary/platform/realtime';
import { z } from 'zod';
import type { Invitation } from '../domain/invitations.js';
import type { Person } from '../domain/person.js';
import { Invite } from '../usecases/invite.js';
import { ListInvitations } from '../usecases/list-invitations.js';
import { RevokeInvitation } from '../usecases/revoke-invitation.js';

const Place = z.strictObject({ roomId: Id });
const OneOf = z.strictObject({ roomId: Id, invitationId: Id });

const factsOf = ({ id, role, createdAt, used, expiresAt, usesLeft }: Invitation, by: Person): InvitationFacts => ({
  ...{ id, by, role, createdAt, used },
  ...(expiresAt !== null && { expiresAt }),
  ...(usesLeft !== null && { usesLeft }),
});

/** The links of a room, for those who may invite. */
@Controller()
export class InvitationsController {
  constructor(
    private readonly rights: RoomRights,
    private readonly inviteUseCase: Invite,
    private readonly listInvitations: ListInvitations,
    private readonly revokeInvitation: RevokeInvitation,
  ) {}

  @Route('invite')
  async invite(
    @Param({ schema: Place }) { roomId }: z.infer<typeof Place>,
    @Body({ schema: ROUTES.invite.body }) wanted: NewInvitation,
    @MaybeSignedIn() me: Identity | null,
  ): Promise<InvitationView> {
    const { id: byId, ...by } = await this.rights.requirePerson(me, roomId, 'invite');
    const { token, invitation } = await this.inviteUseCase.run({ ...wanted, roomId, byId });
    return { ...factsOf(invitation, { id: byId, ...by }), token, path: `/join/${token}` };
  }

  @Route('invitations')
  @Header('Cache-Control', 'no-store')
  async list(
    @Param({ schema: Place }) { roomId }: z.infer<typeof Place>,
    @MaybeSignedIn() me: Identity | null,
  ): Promise<InvitationList> {
    await this.rights.requirePerson(me, roomId, 'invitations');
    const found = await this.listInvitations.run(roomId);
    return { invitations: found.map(({ invitation, by }) => factsOf(invitation, by)) };
  }

  @Route('revokeInvitation')
  async revoke(
    @Param({ schema: OneOf }) { roomId, invitationId }: z.infer<typeof OneOf>,
    @MaybeSignedIn() me: Identity | null,
  ): Promise<void> {
    const { id } = await this.rights.requirePerson(me, roomId, 'revokeInvitation');
    await this.revokeInvitation.run(roomId, invitationId, id);
  }
}
