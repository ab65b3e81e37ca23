import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { ReadStatesService } from '../use-cases/read-states.service.js';

/** @throws Rejection ROOMS_NOT_A_MEMBER for a user who reads a public room without having joined it */
@Injectable()
export class ReadStateGateway {
  constructor(private readonly readStates: ReadStatesService) {}

  @Command('chat.markRead')
  markRead({ payload: { roomId, seq }, user }: Call<'chat.markRead'>): Promise<CommandReply<'chat.markRead'>> {
    return this.readStates.markRead(roomId, (user as UserView).id, seq);
  }

  @Command('chat.markUnread')
  markUnread({ payload, user }: Call<'chat.markUnread'>): Promise<CommandReply<'chat.markUnread'>> {
    return this.readStates.markUnread(payload.roomId, (user as UserView).id, payload.messageId);
  }

  @Command('chat.setNotificationLevel')
  setNotificationLevel({
    payload,
    user,
  }: Call<'chat.setNotificationLevel'>): Promise<CommandReply<'chat.setNotificationLevel'>> {
    return this.readStates.setNotificationLevel(payload.roomId, (user as UserView).id, payload.notificationLevel);
  }
}
