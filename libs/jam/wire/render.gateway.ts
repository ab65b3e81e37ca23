import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { viewOfEvent } from '@visionary/rooms';
import { RenderTogether } from '../usecases/render-together.js';
import { RepeatTogether } from '../usecases/repeat-together.js';
import { Writers } from './writers.js';

@Injectable()
export class RenderGateway {
  constructor(
    private readonly renderTogether: RenderTogether,
    private readonly repeatTogether: RepeatTogether,
    private readonly writers: Writers,
  ) {}

  /** The words are those the person saw; the document only tells who wrote them. */
  @Command('jam.render')
  async render({ payload, person }: Call<'jam.render'>): Promise<CommandReply<'jam.render'>> {
    const { id: authorId } = person as PersonView;
    const authorship = await this.writers.of(payload.roomId, payload);
    const event = await this.renderTogether.run({ ...payload, ...authorship, authorId });
    this.writers.startAnew(payload.roomId);
    return { event: viewOfEvent(event) };
  }

  @Command('jam.repeat')
  async repeat({ payload, person }: Call<'jam.repeat'>): Promise<CommandReply<'jam.repeat'>> {
    const { id: authorId } = person as PersonView;
    return { event: viewOfEvent(await this.repeatTogether.run({ ...payload, authorId })) };
  }
}
