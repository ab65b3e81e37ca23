import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { CancelTake } from '@visionary/generation';
import { type Call, Command, RoomAccess } from '@visionary/platform/realtime';
import { viewOfEvent } from '@visionary/rooms';
import { RenderTogether } from '../usecases/render-together.js';
import { Writers } from './writers.js';

@Injectable()
export class RenderGateway {
  constructor(
    private readonly renderTogether: RenderTogether,
    private readonly writers: Writers,
    private readonly cancelTake: CancelTake,
    private readonly access: RoomAccess,
  ) {}

  /** The words are those the person saw; the document only tells who wrote them. */
  @Command('jam.render')
  async render({ payload, person }: Call<'jam.render'>): Promise<CommandReply<'jam.render'>> {
    const { id: authorId } = person as PersonView;
    const writerIds = await this.writers.of(payload.roomId);
    const event = await this.renderTogether.run({ ...payload, authorId, writerIds });
    this.writers.startAnew(payload.roomId);
    return { event: viewOfEvent(event) };
  }

  @Command('jam.cancel')
  async cancel({ payload: { roomId, takeId }, person }: Call<'jam.cancel'>): Promise<CommandReply<'jam.cancel'>> {
    const { id: byId } = person as PersonView;
    const mayEndAny = (await this.access.roleOf(byId, roomId)) === 'owner';
    await this.cancelTake.run({ takeId, roomId, byId, mayEndAny });
    return {};
  }
}
