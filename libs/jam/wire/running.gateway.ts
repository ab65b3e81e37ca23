import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS, type PersonView } from '@visionary/contract';
import { CancelTake, SteerTake, StopTake } from '@visionary/generation';
import { type Call, Command, RoomAccess } from '@visionary/platform/realtime';

/** What people want of a take while it renders. */
@Injectable()
export class RunningGateway {
  constructor(
    private readonly cancelTake: CancelTake,
    private readonly stopTake: StopTake,
    private readonly steerTake: SteerTake,
    private readonly access: RoomAccess,
  ) {}

  @Command('jam.cancel')
  async cancel({ payload, person }: Call<'jam.cancel'>): Promise<CommandReply<'jam.cancel'>> {
    await this.cancelTake.run({ ...payload, ...(await this.asker(payload.roomId, person)) });
    return {};
  }

  @Command('jam.stop')
  async stop({ payload, person }: Call<'jam.stop'>): Promise<CommandReply<'jam.stop'>> {
    await this.stopTake.run({ ...payload, ...(await this.asker(payload.roomId, person)) });
    return {};
  }

  /** Everybody who writes here may: the words are everybody's. */
  @Command('jam.steer')
  async steer({ payload, person }: Call<'jam.steer'>): Promise<CommandReply<'jam.steer'>> {
    const { id: byId } = person as PersonView;
    const limits = { many: LIMITS.steersPerTake, length: LIMITS.steersTextLength };
    await this.steerTake.run({ ...payload, byId }, limits);
    return {};
  }

  private async asker(roomId: string, person: PersonView | null): Promise<{ byId: string; mayEndAny: boolean }> {
    const { id: byId } = person as PersonView;
    return { byId, mayEndAny: (await this.access.roleOf(byId, roomId)) === 'owner' };
  }
}
