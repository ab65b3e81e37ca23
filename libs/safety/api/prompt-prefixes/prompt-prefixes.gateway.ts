import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { PromptPrefixesService } from '../../use-cases/prompt-prefixes/prompt-prefixes.service.js';

@Injectable()
export class PromptPrefixesGateway {
  constructor(private readonly prefixes: PromptPrefixesService) {}

  @Command('safety.getPromptPrefix')
  get({ payload }: Call<'safety.getPromptPrefix'>): Promise<CommandReply<'safety.getPromptPrefix'>> {
    return this.prefixes.resolve(payload);
  }

  @Command('safety.setRoomPromptPrefix')
  async setOfRoom({
    payload: { roomId, ...prefix },
    user,
  }: Call<'safety.setRoomPromptPrefix'>): Promise<CommandReply<'safety.setRoomPromptPrefix'>> {
    await this.prefixes.setOfRoom((user as UserView).id, roomId, prefix);
    return {};
  }
}
