import { Controller, Header, Param } from '@nestjs/common';
import type { InvitationPreview, InvitationView, RoomView } from '@visionary/contract';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { AcceptInvitation } from '../usecases/accept-invitation.js';
import { Invite } from '../usecases/invite.js';
import { PreviewInvitation } from '../usecases/preview-invitation.js';
import { RoomViews } from './room-views.js';

@Controller()
export class InvitationsController {
  constructor(
    private readonly inviteUseCase: Invite,
    private readonly previewInvitation: PreviewInvitation,
    private readonly acceptInvitation: AcceptInvitation,
    private readonly views: RoomViews,
  ) {}

  @Route('invite')
  async invite(@Param('roomId') roomId: string, @SignedIn() me: Identity): Promise<InvitationView> {
    const token = await this.inviteUseCase.run(roomId, me.person.id);
    return { token, path: `/join/${token}` };
  }

  /** Whoever holds the link may see its room's name, signed in or not. */
  @Route('invitation')
  @Header('Cache-Control', 'no-store')
  async preview(@Param('token') token: string): Promise<InvitationPreview> {
    const { room, by } = await this.previewInvitation.run(token);
    return { room: { id: room.id, name: room.name, topic: room.topic }, invitedBy: by.name };
  }

  @Route('acceptInvitation')
  async accept(@Param('token') token: string, @SignedIn() me: Identity): Promise<RoomView> {
    return this.views.of(await this.acceptInvitation.run(token, me.person));
  }
}
