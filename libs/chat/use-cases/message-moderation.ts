import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ReactionsRepository, type StoredReaction } from '@visionary/comments';
import { deletedUser, RoomLog, Users } from '@visionary/rooms';
import {
  type ContextLine,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import type { MessageEdit, StoredMessage } from '../domain/message.js';
import type { RoomInfo } from '../domain/room-directory.js';
import { SqlMessageEdits } from '../storage/sql-message-edits.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';
import { MessagePresenter } from './message-presenter.js';
import { MessagesService } from './messages.service.js';

/** What `restore` needs to show a hidden message again. Stored as JSON with the decision. */
interface HiddenMessage {
  readonly message: StoredMessage;
  readonly versions: readonly MessageEdit[];
  readonly reactions: readonly StoredReaction[];
}

const MAX_STORED_EDITS = 50;
const MAX_STORED_REACTIONS = 1_000;

/** Lets moderators view, hide, and restore messages. */
@Injectable()
export class MessageModeration implements ModerationHandler, OnModuleInit {
  readonly name = 'chat';

  constructor(
    private readonly registry: ModerationRegistry,
    private readonly log: RoomLog,
    private readonly messages: SqlMessages,
    private readonly messageEdits: SqlMessageEdits,
    private readonly reactions: ReactionsRepository,
    private readonly roomDirectory: SqlRoomDirectory,
    private readonly messagesService: MessagesService,
    private readonly presenter: MessagePresenter,
    private readonly users: Users,
  ) {}

  onModuleInit(): void {
    this.registry.add('message', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = (await this.messages.byIds(subjects.map(({ id }) => id))).filter(({ deleted }) => !deleted);
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
   * Hides a message as if it was deleted. Its uploads stay in the room, so that it can be restored. Inside the transaction
   * of the decision.
   * @param byId null for the server: the room then reads that the author deleted it
   */
  async hide({ id }: Subject, byId: string | null): Promise<object> {
    const [message] = await this.messages.byIds([id]);
    if (!message || message.deleted) return {};
    const hidden: HiddenMessage = {
      message,
      versions: await this.messageEdits.of(id, MAX_STORED_EDITS),
      reactions: await this.reactionsOf(id),
    };
    const actorId = byId ?? message.authorId;
    const by = (await this.users.byIds([actorId])).get(actorId) ?? deletedUser(actorId);
    const event = await this.log.append({
      roomId: message.roomId,
      type: 'chat.deleted',
      actorId,
      payload: ({ at }) => ({ messageId: id, by, at }),
    });
    if (await this.messages.remove(message, actorId, event.at)) await this.messagesService.eraseText(message);
    return hidden;
  }

  /** Restores a message with its edits, and with the reactions of users who still exist. */
  async restore(_subject: Subject, hidden: object): Promise<void> {
    const { message, versions, reactions } = hidden as HiddenMessage;
    const { id, roomId } = message;
    const users = await this.users.byIds([message.authorId, ...reactions.map(({ userId }) => userId)]);
    await this.log.append({
      roomId,
      type: 'chat.restored',
      actorId: null,
      payload: async () => {
        await this.messages.restore(message);
        for (const version of versions) await this.messageEdits.add(version);
        for (const reaction of reactions.filter(({ userId }) => users.has(userId))) {
          await this.reactions.add('message', { ...reaction, subjectId: id });
        }
        const [view] = await this.presenter.many([message]);
        return { messageId: id, message: view };
      },
    });
  }

  private async reactionsOf(id: string): Promise<StoredReaction[]> {
    const all: StoredReaction[] = [];
    const target = { kind: 'message', id } as const;
    for (const { emoji } of (await this.reactions.countsOf('message', [id])).get(id) ?? []) {
      all.push(...(await this.reactions.page(target, emoji, null, MAX_STORED_REACTIONS)));
    }
    return all;
  }
}

const detailsOf = ({ id, text, authorId, at, roomId }: StoredMessage, room: RoomInfo | undefined): SubjectDetails => ({
  title: '',
  text,
  authorId,
  at,
  path: `/rooms/${roomId}?message=${id}`,
  ...(room && { place: { kind: 'room' as const, id: roomId, name: room.name } }),
});
