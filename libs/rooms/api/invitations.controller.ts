import { Body, Controller, Header, Param } from '@nestjs/common';
import {
  Id,
  type InvitationSummary,
  type InvitationList,
  type InvitationView,
  type NewInvitation,
  ROUTES,
} from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { RoomRights } from '@visionary/platform/realtime';
import { z } from 'zod';
import type { Invitation } from '../domain/invitations.js';
import type { User } from '../domain/user.js';
import { Invite } from '../use-cases/invite.js';
import { ListInvitations } from '../use-cases/list-invitations.js';
import { RevokeInvitation } from '../use-cases/revoke-invitation.js';

const RoomMembershipRow = z.strictObject({ roomId: Id });
const OneOf = z.strictObject({ roomId: Id, invitationId: Id });

const factsOf = (
  { id, role, createdAt, used: useCount, expiresAt, usesLeft }: Invitation,
  by: User,
): InvitationSummary => ({
  ...{ id, by, role, createdAt, useCount },
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

  @Route('createInvitation')
  async invite(
    @Param({ schema: RoomMembershipRow }) { roomId }: z.infer<typeof RoomMembershipRow>,
    @Body({ schema: ROUTES.createInvitation.body }) wanted: NewInvitation,
    @OptionalUser() me: Identity | null,
  ): Promise<InvitationView> {
    const { id: byId, ...by } = await this.rights.requireUser(me, roomId, 'createInvitation');
    const { token, invitation } = await this.inviteUseCase.run({ ...wanted, roomId, byId });
    return { ...factsOf(invitation, { id: byId, ...by }), token, path: `/join/${token}` };
  }

  @Route('invitations')
  @Header('Cache-Control', 'no-store')
  async list(
    @Param({ schema: RoomMembershipRow }) { roomId }: z.infer<typeof RoomMembershipRow>,
    @OptionalUser() me: Identity | null,
  ): Promise<InvitationList> {
    await this.rights.requireUser(me, roomId, 'invitations');
    const found = await this.listInvitations.run(roomId);
    return { invitations: found.map(({ invitation, by }) => factsOf(invitation, by)) };
  }

  @Route('revokeInvitation')
  async revoke(
    @Param({ schema: OneOf }) { roomId, invitationId }: z.infer<typeof OneOf>,
    @OptionalUser() me: Identity | null,
  ): Promise<void> {
    const { id } = await this.rights.requireUser(me, roomId, 'revokeInvitation');
    await this.revokeInvitation.run(roomId, invitationId, id);
  }
}
