import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { Follow } from '../../use-cases/users/follow.js';

@Injectable()
export class FollowGateway {
  constructor(private readonly followUseCase: Follow) {}

  @Command('users.follow')
  async follow({ payload, user }: Call<'users.follow'>): Promise<CommandReply<'users.follow'>> {
    const { id } = user as UserView;
    return { followers: await this.followUseCase.run(id, payload.userId, payload.on) };
  }
}
