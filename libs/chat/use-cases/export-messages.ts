import { Injectable } from '@nestjs/common';
import { Messages, type StoredMessage } from '../domain/messages.js';
import { RoomDirectory } from '../domain/room-directory.js';

const PER_PAGE = 200;

/** All that somebody said, oldest first. Rooms they may not see any more have no name. */
@Injectable()
export class ExportMessages {
  constructor(
    private readonly messages: Messages,
    private readonly roomDirectory: RoomDirectory,
  ) {}

  async *run(userId: string): AsyncIterable<readonly object[]> {
    for (let after = { at: 0, id: '' }, more = true; more;) {
      const page = await this.messages.byAuthor(userId, after, PER_PAGE);
      const rooms = await this.roomDirectory.seenBy(userId, [...new Set(page.map(({ roomId }) => roomId))]);
      const nameOf = new Map(rooms.map(({ id, name }) => [id, name]));
      yield page.map((message) => exported(message, nameOf.get(message.roomId) ?? ''));
      more = page.length === PER_PAGE;
      after = page.at(-1) ?? after;
    }
  }
}

const when = (at: number): string => new Date(at).toISOString();

const exported = (message: StoredMessage, room: string): object => ({
  ...{ id: message.id, roomId: message.roomId, room, at: when(message.at), text: message.text },
  ...(message.replyToId && { replyTo: message.replyToId }),
  ...(message.attachments.length && { attachments: message.attachments }),
  ...(message.card && { card: message.card }),
  ...(message.editedAt !== null && { editedAt: when(message.editedAt) }),
  ...(message.deleted && { deletedAt: when(message.deleted.at) }),
});
