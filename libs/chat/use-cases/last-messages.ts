import { Injectable } from '@nestjs/common';
import { renderMentions } from '@visionary/kernel';
import { deletedUser, Users } from '@visionary/rooms';
import { Messages } from '../domain/messages.js';

export interface LastMessage {
  readonly author: string;
  /** With names where it calls users. */
  readonly text: string;
  readonly at: number;
}

/** What was said last in each of many rooms, and not removed: three queries. */
@Injectable()
export class LastMessages {
  constructor(
    private readonly messages: Messages,
    private readonly users: Users,
  ) {}

  async run(roomIds: readonly string[]): Promise<Map<string, LastMessage>> {
    const newest = await this.messages.newestOf(roomIds);
    const users = await this.users.byIds(newest.flatMap(({ authorId, mentions }) => [authorId, ...mentions]));
    const nameOf = (id: string): string => (users.get(id) ?? deletedUser(id)).name;
    return new Map(
      newest.map(({ roomId, authorId, text, at }) => [
        roomId,
        { author: nameOf(authorId), text: renderMentions(text, nameOf), at },
      ]),
    );
  }
}
