import { Injectable, type OnModuleInit } from '@nestjs/common';
import { deletedUser, RoomLog, Users } from '@visionary/rooms';
import {
  type ContextLine,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import type { ModeratedMessage } from '../domain/message.js';
import type { RoomInfo } from '../domain/room-directory.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';
import { MessagePresenter } from './message-presenter.js';
import { MessagesService } from './messages.service.js';

/** Lets moderators view, hide, and restore messages. */
@Injectable()
export class MessageModeration implements ModerationHandler, OnModuleInit {
  constructor(
    private readonly registry: ModerationRegistry,
    private readonly log: RoomLog,
    private readonly messages: SqlMessages,
    private readonly roomDirectory: SqlRoomDirectory,
    private readonly messagesService: MessagesService,
    private readonly presenter: MessagePresenter,
    private readonly users: Users,
  ) {}

  onModuleInit(): void {
    this.registry.add('message', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = (await this.messages.moderated(subjects.map(({ id }) => id))).filter(({ deleted }) => !deleted);
    const rooms = await this.roomDirectory.byIds([...new Set(found.map(({ roomId }) => roomId))]);
    const roomOf = new Map(rooms.map((room) => [room.id, room]));
    return new Map(
      found.map((message) => [
        subjectKey({ kind: 'message', id: message.id }),
        detailsOf(message, roomOf.get(message.roomId)),
      ]),
    );
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    const [message] = await this.messages.byIds([id]);
    return message !== undefined && (await this.roomDirectory.visibleTo(userId, [message.roomId])).length > 0;
  }

  /** What is written in private rooms stays there until someone reports it. */
  async isPublic({ id }: Subject): Promise<boolean> {
    const [message] = await this.messages.byIds([id]);
    const [room] = message ? await this.roomDirectory.byIds([message.roomId]) : [];
    return room?.kind === 'room' && room.visibility === 'public';
  }

  async context({ id }: Subject, lines: number): Promise<readonly ContextLine[]> {
    const [message] = await this.messages.byIds([id]);
    if (!message) return [];
    const before = await this.messages.before(message.roomId, message.seq, lines);
    const after = await this.messages.after(message.roomId, message.seq, lines);
    return [...before.toReversed(), message, ...after].map(({ id: lineId, authorId, text, at }) => {
      return { id: lineId, authorId, text, at };
    });
  }

  /**
   * Hides a message as if it was deleted. Inside the transaction of the decision.
   * @param byId null for the server: the room then reads that the author deleted it
   */
  async hide({ id }: Subject, byId: string | null): Promise<void> {
    const [message] = await this.messages.byIds([id]);
    if (!message || message.deleted) return;
    const actorId = byId ?? message.authorId;
    const by = (await this.users.byIds([actorId])).get(actorId) ?? deletedUser(actorId);
    const event = await this.log.append({
      roomId: message.roomId,
      type: 'chat.deleted',
      actorId,
      payload: ({ at }) => ({ messageId: id, by, at }),
    });
    if (await this.messages.hide(id, actorId, event.at)) await this.messagesService.eraseText(message);
  }

  async restore({ id }: Subject): Promise<void> {
    const [message] = await this.messages.moderated([id]);
    if (!message?.isHidden) return;
    await this.log.append({
      roomId: message.roomId,
      type: 'chat.restored',
      actorId: null,
      payload: async () => {
        await this.messages.restore(message);
        const [view] = await this.presenter.many([message]);
        return { messageId: id, message: view };
      },
    });
  }
}

const detailsOf = (
  { id, text, authorId, at, roomId, isHidden }: ModeratedMessage,
  room: RoomInfo | undefined,
): SubjectDetails => ({
  title: '',
  text,
  authorId,
  at,
  isHidden,
  path: `/rooms/${roomId}?message=${id}`,
  ...(room && { container: { kind: 'room' as const, id: roomId, name: room.name } }),
});
