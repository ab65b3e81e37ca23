import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { MoveMark } from '../usecases/move-mark.js';

/** How far somebody has read. @throws Rejection ROOMS_NOT_A_MEMBER for who reads a public room without belonging to it */
@Injectable()
export class MarksGateway {
  constructor(private readonly moveMark: MoveMark) {}

  @Command('chat.read')
  read({ payload: { roomId, seq }, person }: Call<'chat.read'>): Promise<CommandReply<'chat.read'>> {
    return this.moveMark.run(roomId, (person as PersonView).id, { kind: 'read', seq });
  }

  @Command('chat.unread')
  unread({ payload: { roomId, messageId }, person }: Call<'chat.unread'>): Promise<CommandReply<'chat.unread'>> {
    return this.moveMark.run(roomId, (person as PersonView).id, { kind: 'unread', messageId });
  }

  @Command('chat.notify')
  notify({ payload: { roomId, notify }, person }: Call<'chat.notify'>): Promise<CommandReply<'chat.notify'>> {
    return this.moveMark.run(roomId, (person as PersonView).id, { kind: 'notify', notify });
  }
}
