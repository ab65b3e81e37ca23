import { Injectable } from '@nestjs/common';
import { PrepareRepeat } from '@visionary/generation';
import { type RoomEvent, RoomLog } from '@visionary/rooms';
import { RenderInRoom } from './render-in-room.js';

export interface RoomRepeatRequest {
  readonly roomId: string;
  readonly takeId: string;
  readonly authorId: string;
  readonly clientId: string;
}

/** Queues a take of a room once more, with everything it had. */
@Injectable()
export class RepeatInRoom {
  constructor(
    private readonly log: RoomLog,
    private readonly prepare: PrepareRepeat,
    private readonly renderInRoom: RenderInRoom,
  ) {}

  /** @returns the event it became; on a retry the first one. @throws Rejection as PrepareRepeat, QueueTake, RoomLog */
  async run({ roomId, takeId, authorId, clientId }: RoomRepeatRequest): Promise<RoomEvent> {
    const first = await this.log.firstOf(authorId, clientId);
    if (first) return first;
    const { take, again } = await this.prepare.run(roomId, takeId);
    const { writerIds, prompt, negative, added, settings } = take;
    const origin = take.origin ?? undefined;
    return this.renderInRoom.run({
      roomId,
      authorId,
      clientId,
      writerIds,
      prompt,
      negative,
      added,
      settings,
      origin,
      again,
    });
  }
}
