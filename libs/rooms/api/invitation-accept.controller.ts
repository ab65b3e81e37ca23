import { Controller, Header, Param } from '@nestjs/common';
import type { InvitationPreview, RoomView } from '@visionary/contract';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { AcceptInvitation } from '../use-cases/accept-invitation.js';
import { PreviewInvitation } from '../use-cases/preview-invitation.js';
import { RoomViews } from './room-views.js';

/** What whoever holds a link does with it. */
@Controller()
export class InvitationAcceptController {
  constructor(
    private readonly previewInvitation: PreviewInvitation,
    private readonly acceptInvitation: AcceptInvitation,
    private readonly views: RoomViews,
  ) {}

  /** Whoever holds the link may see its room's name, signed in or not. */
  @Route('previewInvitation')
  @Header('Cache-Control', 'no-store')
  async preview(@Param('token') token: string): Promise<InvitationPreview> {
    const { room, by } = await this.previewInvitation.run(token);
    return { room: { id: room.id, name: room.name, topic: room.topic }, invitedBy: by.name };
  }

  @Route('acceptInvitation')
  async accept(@Param('token') token: string, @CurrentUser() me: Identity): Promise<RoomView> {
    return this.views.of(await this.acceptInvitation.run(token, me.user));
  }
}
