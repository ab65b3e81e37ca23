import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { SetPromptPrefix } from '../../use-cases/prompt-prefixes/set-prompt-prefix.js';
import { ResolvePromptPrefixes } from '../../use-cases/prompt-prefixes/resolve-prompt-prefixes.js';

/** What is added to prompts in a room: for everybody who sees them. */
@Injectable()
export class PromptPrefixesGateway {
  constructor(
    private readonly compose: ResolvePromptPrefixes,
    private readonly change: SetPromptPrefix,
  ) {}

  @Command('safety.getPromptPrefix')
  style({ payload }: Call<'safety.getPromptPrefix'>): Promise<CommandReply<'safety.getPromptPrefix'>> {
    return this.compose.run(payload);
  }

  @Command('safety.setRoomPromptPrefix')
  async styleRoom({
    payload,
    user,
  }: Call<'safety.setRoomPromptPrefix'>): Promise<CommandReply<'safety.setRoomPromptPrefix'>> {
    const { roomId, ...words } = payload;
    await this.change.ofRoom((user as UserView).id, roomId, words);
    return {};
  }
}
