import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { Follow } from '../../usecases/people/follow.js';

@Injectable()
export class FollowGateway {
  constructor(private readonly followUseCase: Follow) {}

  @Command('people.follow')
  async follow({ payload, person }: Call<'people.follow'>): Promise<CommandReply<'people.follow'>> {
    const { id } = person as PersonView;
    return { followers: await this.followUseCase.run(id, payload.personId, payload.on) };
  }
}
