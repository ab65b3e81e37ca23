import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  isSystemTake,
  TakeCancelled,
  TakeFailed,
  TakeFinished,
  TakeImageVisibilityChanged,
  TakePresenter,
  TakeStarted,
  TakeSteered,
} from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { deletedUser, Users, RoomLog } from '@visionary/rooms';

/** Logs what happens to a take in the log of its room, in the same transaction. */
@Injectable()
export class TakeEventLogger implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly log: RoomLog,
    private readonly presenter: TakePresenter,
    private readonly users: Users,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(TakeStarted, async ({ take, at }) => {
      const { id: takeId, roomId } = take;
      if (isSystemTake(take)) return;
      await this.append(roomId, 'generation.started', null, { takeId, at });
    });
    this.events.beforeCommit(TakeSteered, async ({ takeId, roomId, steer }) => {
      const payload = { takeId, steer: await this.presenter.steer(steer) };
      await this.append(roomId, 'generation.steered', steer.byId, payload);
    });
    this.events.beforeCommit(TakeFinished, async ({ take }) => {
      if (isSystemTake(take)) return;
      await this.append(take.roomId, 'generation.finished', null, { take: await this.presenter.one(take) });
    });
    // Clients replace the take that they show.
    this.events.beforeCommit(TakeImageVisibilityChanged, async ({ take }) => {
      await this.append(take.roomId, 'generation.finished', null, { take: await this.presenter.one(take) });
    });
    this.events.beforeCommit(TakeFailed, async ({ take }) => {
      const { id: takeId, roomId, failure } = take;
      if (failure && !isSystemTake(take)) await this.append(roomId, 'generation.failed', null, { takeId, ...failure });
    });
    this.events.beforeCommit(TakeCancelled, async ({ take, byId, step }) => {
      const { id: takeId, roomId } = take;
      if (isSystemTake(take)) return;
      const by = (await this.users.byIds([byId])).get(byId) ?? deletedUser(byId);
      await this.append(roomId, 'generation.cancelled', byId, { takeId, by, step });
    });
  }

  private append(roomId: string, type: string, actorId: string | null, payload: object): Promise<unknown> {
    return this.log.append({ roomId, type, actorId, payload: () => payload });
  }
}
