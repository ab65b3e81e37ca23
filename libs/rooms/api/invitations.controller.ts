import { Body, Controller, Param } from '@nestjs/common';
import {
  type InvitationList,
  type InvitationPreview,
  type InvitationSummary,
  type InvitationView,
  type NewInvitation,
  ROUTES,
  type RoomView,
} from '@visionary/contract';
import { CurrentUser, type Identity, OptionalUser } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import { RoomRights } from '@visionary/platform/realtime';
import type { Invitation } from '../domain/invitation.js';
import type { User } from '../domain/user.js';
import { InvitationsService } from '../use-cases/invitations.service.js';
import { LobbyViews } from './lobby-views.js';
import { RoomViews } from './room-views.js';

const toSummary = (
  { id, role, createdAt, used: useCount, expiresAt, usesLeft }: Invitation,
  by: User,
): InvitationSummary => ({
  id,
  by,
  role,
  createdAt,
  useCount,
  ...(expiresAt !== null && { expiresAt }),
  ...(usesLeft !== null && { usesLeft }),
});

/** Invitations, for those who manage them and for those who hold a link. */
@Controller()
export class InvitationsController {
  constructor(
    private readonly rights: RoomRights,
    private readonly invitations: InvitationsService,
    private readonly views: RoomViews,
    private readonly lobby: LobbyViews,
  ) {}

  @Route('createInvitation')
  async create(
    @PathId('roomId') roomId: string,
    @Body({ schema: ROUTES.createInvitation.body }) options: NewInvitation,
    @OptionalUser() me: Identity | null,
  ): Promise<InvitationView> {
    const by = await this.rights.requireUser(me, roomId, 'createInvitation');
    const { token, invitation } = await this.invitations.create({ ...options, roomId, byId: by.id });
    return { ...toSummary(invitation, by), token, path: `/join/${token}` };
  }

  @Route('invitations')
  async list(@PathId('roomId') roomId: string, @OptionalUser() me: Identity | null): Promise<InvitationList> {
    await this.rights.requireUser(me, roomId, 'invitations');
    const invitations = await this.invitations.list(roomId);
    return { invitations: invitations.map(({ invitation, by }) => toSummary(invitation, by)) };
  }

  @Route('revokeInvitation')
  async revoke(
    @PathId('roomId') roomId: string,
    @PathId('invitationId') invitationId: string,
    @OptionalUser() me: Identity | null,
  ): Promise<void> {
    const { id } = await this.rights.requireUser(me, roomId, 'revokeInvitation');
    await this.invitations.revoke(roomId, invitationId, id);
  }

  /** Needs no account. */
  @Route('previewInvitation')
  async preview(@Param('token') token: string, @OptionalUser() me: Identity | null): Promise<InvitationPreview> {
    const { room, by, role, isMember } = await this.invitations.preview(token, me?.user.id ?? null);
    const { id, name, topic, visibility } = room;
    // The link alone shows nothing that happens in a private room.
    const { isOpen, card } = await this.lobby.change(id);
    return {
      ...{ room: { id, name, topic, visibility }, invitedBy: by.name, role },
      ...(isOpen && card !== null && { card }),
      ...(isMember && { isMember }),
    };
  }

  @Route('acceptInvitation')
  async accept(@Param('token') token: string, @CurrentUser() me: Identity): Promise<RoomView> {
    return this.views.of(await this.invitations.accept(token, me.user));
  }
}
