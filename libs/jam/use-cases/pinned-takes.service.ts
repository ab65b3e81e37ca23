import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CommandPayload, LIMITS, type TakeView } from '@visionary/contract';
import { type Take, TakePresenter, TakesService } from '@visionary/generation';
import { DomainEvents, Rejection } from '@visionary/kernel';
import { type RoomEvent, RoomEventAppended, RoomLog, viewOfEvent } from '@visionary/rooms';
import { SqlPinnedTakes } from '../storage/sql-pinned-takes.js';

/** Pins takes of a room. A take stays pinned only while one of its images is visible. */
@Injectable()
export class PinnedTakesService implements OnModuleInit {
  constructor(
    private readonly pins: SqlPinnedTakes,
    private readonly takes: TakesService,
    private readonly presenter: TakePresenter,
    private readonly log: RoomLog,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    // The appended event has locked the room, so no take is pinned meanwhile.
    this.events.beforeCommit(RoomEventAppended, async ({ event }) => {
      const { roomId, type, payload } = viewOfEvent(event);
      if (type !== 'generation.finished' || hasVisibleImage(payload.take)) return;
      if (!(await this.pins.remove(payload.take.id))) return;
      const unpinned = () => ({ take: payload.take, on: false });
      await this.log.append({ roomId, type: 'generation.pinned', actorId: null, payload: unpinned });
    });
  }

  /** The last pinned first. */
  async of(roomId: string): Promise<Take[]> {
    const ids = await this.pins.of(roomId);
    const takes = new Map((await this.takes.byIds(ids)).map((take) => [take.id, take]));
    return ids.flatMap((id) => takes.get(id) ?? []);
  }

  /**
   * @param on false unpins
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, also for pinning a take without a visible image, and JAM_TOO_MANY_PINS
   */
  pin({ roomId, takeId, userId, clientId, on }: CommandPayload<'jam.pin'> & { userId: string }): Promise<RoomEvent> {
    return this.log.once(userId, clientId, async () => {
      const event = await this.log.append({
        roomId,
        type: 'generation.pinned',
        actorId: userId,
        clientId,
        inOpenRoom: true,
        // Read while the room is locked, so that none of its images is hidden meanwhile.
        payload: async () => {
          const take = await this.takes.find(takeId);
          const isFound = take?.roomId === roomId && (!on || hasVisibleImage(take));
          if (!isFound) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
          return { take: await this.presenter.one(take), on };
        },
      });
      await this.pins.remove(takeId);
      if (!on) return event;
      const limit = LIMITS.pinnedTakesPerRoom;
      if ((await this.pins.of(roomId)).length >= limit) throw new Rejection('JAM_TOO_MANY_PINS', { limit });
      await this.pins.add(takeId, roomId, event.seq);
      return event;
    });
  }
}

const hasVisibleImage = ({ images }: Pick<Take | TakeView, 'images'>) => images.some(({ isHidden }) => !isHidden);
