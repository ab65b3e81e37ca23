import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { ChangeStyle } from '../../usecases/styles/change-style.js';
import { ComposeStyle } from '../../usecases/styles/compose-style.js';

/** What is added to prompts in a room: for everybody who sees them. */
@Injectable()
export class StylesGateway {
  constructor(
    private readonly compose: ComposeStyle,
    private readonly change: ChangeStyle,
  ) {}

  @Command('safety.style')
  style({ payload }: Call<'safety.style'>): Promise<CommandReply<'safety.style'>> {
    return this.compose.run(payload);
  }

  @Command('safety.styleRoom')
  async styleRoom({ payload, person }: Call<'safety.styleRoom'>): Promise<CommandReply<'safety.styleRoom'>> {
    const { roomId, ...words } = payload;
    await this.change.ofRoom((person as PersonView).id, roomId, words);
    return {};
  }
}
