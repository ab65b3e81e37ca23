import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { UpdateReadState } from '../use-cases/update-read-state.js';

/** How far somebody has read. @throws Rejection ROOMS_NOT_A_MEMBER for who reads a public room without belonging to it */
@Injectable()
export class ReadStateGateway {
  constructor(private readonly updateReadState: UpdateReadState) {}

  @Command('chat.markRead')
  read({ payload: { roomId, seq }, user }: Call<'chat.markRead'>): Promise<CommandReply<'chat.markRead'>> {
    return this.updateReadState.run(roomId, (user as UserView).id, { kind: 'read', seq });
  }

  @Command('chat.markUnread')
  unread({ payload: { roomId, messageId }, user }: Call<'chat.markUnread'>): Promise<CommandReply<'chat.markUnread'>> {
    return this.updateReadState.run(roomId, (user as UserView).id, { kind: 'unread', messageId });
  }

  @Command('chat.setNotificationLevel')
  notify({
    payload: { roomId, notificationLevel },
    user,
  }: Call<'chat.setNotificationLevel'>): Promise<CommandReply<'chat.setNotificationLevel'>> {
    return this.updateReadState.run(roomId, (user as UserView).id, { kind: 'notify', notify: notificationLevel });
  }
}
