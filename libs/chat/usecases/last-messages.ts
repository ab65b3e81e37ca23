import { Injectable } from '@nestjs/common';
import { nobody, People } from '@visionary/rooms';
import { Messages } from '../domain/messages.js';

export interface LastMessage {
  readonly author: string;
  readonly text: string;
  readonly at: number;
}

/** What was said last in each of many rooms: two queries. */
@Injectable()
export class LastMessages {
  constructor(
    private readonly messages: Messages,
    private readonly people: People,
  ) {}

  async run(roomIds: readonly string[]): Promise<Map<string, LastMessage>> {
    const newest = await this.messages.newestOf(roomIds);
    const people = await this.people.byIds(newest.map(({ authorId }) => authorId));
    return new Map(
      newest.map(({ roomId, authorId, text, at }) => {
        const { name } = people.get(authorId) ?? nobody(authorId);
        return [roomId, { author: name, text, at }];
      }),
    );
  }
}
