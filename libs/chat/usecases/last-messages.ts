import { Injectable } from '@nestjs/common';
import { withNames } from '@visionary/kernel';
import { nobody, People } from '@visionary/rooms';
import { Messages } from '../domain/messages.js';

export interface LastMessage {
  readonly author: string;
  /** With names where it calls people. */
  readonly text: string;
  readonly at: number;
}

/** What was said last in each of many rooms, and not removed: three queries. */
@Injectable()
export class LastMessages {
  constructor(
    private readonly messages: Messages,
    private readonly people: People,
  ) {}

  async run(roomIds: readonly string[]): Promise<Map<string, LastMessage>> {
    const newest = await this.messages.newestOf(roomIds);
    const people = await this.people.byIds(newest.flatMap(({ authorId, mentions }) => [authorId, ...mentions]));
    const nameOf = (id: string): string => (people.get(id) ?? nobody(id)).name;
    return new Map(
      newest.map(({ roomId, authorId, text, at }) => [
        roomId,
        { author: nameOf(authorId), text: withNames(text, nameOf), at },
      ]),
    );
  }
}
