import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { TakeCommandsService } from '@visionary/generation';
import { type Call, Command, RoomAccess } from '@visionary/platform/realtime';

/** What users want of a take while it renders. */
@Injectable()
export class RunningGateway {
  constructor(
    private readonly takes: TakeCommandsService,
    private readonly access: RoomAccess,
  ) {}

  @Command('jam.cancel')
  async cancel({ payload, user }: Call<'jam.cancel'>): Promise<CommandReply<'jam.cancel'>> {
    await this.takes.cancel({ ...payload, ...(await this.asker(payload.roomId, user)) });
    return {};
  }

  @Command('jam.stop')
  async stop({ payload, user }: Call<'jam.stop'>): Promise<CommandReply<'jam.stop'>> {
    await this.takes.stop({ ...payload, ...(await this.asker(payload.roomId, user)) });
    return {};
  }

  /** Everybody who writes here may: the words are everybody's. */
  @Command('jam.steer')
  async steer({ payload, user }: Call<'jam.steer'>): Promise<CommandReply<'jam.steer'>> {
    const { id: byId } = user as UserView;
    await this.takes.steer({ ...payload, byId });
    return {};
  }

  private async asker(roomId: string, user: UserView | null): Promise<{ byId: string; canCancelAny: boolean }> {
    const { id: byId } = user as UserView;
    return { byId, canCancelAny: (await this.access.roleOf(byId, roomId)) === 'owner' };
  }
}
