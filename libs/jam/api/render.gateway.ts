import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { viewOfEvent } from '@visionary/rooms';
import { RenderInRoom } from '../use-cases/render-in-room.js';
import { RepeatInRoom } from '../use-cases/repeat-in-room.js';
import { PromptAuthors } from './prompt-authors.js';

@Injectable()
export class RenderGateway {
  constructor(
    private readonly renderInRoom: RenderInRoom,
    private readonly repeatInRoom: RepeatInRoom,
    private readonly promptAuthors: PromptAuthors,
  ) {}

  /** The words are those the user saw; the document only tells who wrote them. */
  @Command('jam.render')
  async render({ payload, user }: Call<'jam.render'>): Promise<CommandReply<'jam.render'>> {
    const { id: authorId } = user as UserView;
    const authorship = await this.promptAuthors.of(payload.roomId, payload);
    const event = await this.renderInRoom.run({ ...payload, ...authorship, authorId });
    this.promptAuthors.reset(payload.roomId);
    return { event: viewOfEvent(event) };
  }

  @Command('jam.repeat')
  async repeat({ payload, user }: Call<'jam.repeat'>): Promise<CommandReply<'jam.repeat'>> {
    const { id: authorId } = user as UserView;
    return { event: viewOfEvent(await this.repeatInRoom.run({ ...payload, authorId })) };
  }
}
