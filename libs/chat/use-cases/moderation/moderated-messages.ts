import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type ContextLine,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { Messages, type StoredMessage } from '../../domain/messages.js';
import { type RoomInfo, RoomDirectory } from '../../domain/room-directory.js';
import { HideMessage, type HiddenMessage } from './hide-message.js';

/** What users say in rooms, for those who moderate; with what was said around it. */
@Injectable()
export class ModeratedMessages implements ModerationHandler, OnModuleInit {
  readonly name = 'chat';

  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly messages: Messages,
    private readonly roomDirectory: RoomDirectory,
    private readonly hiding: HideMessage,
  ) {}

  onModuleInit(): void {
    this.subjects.add('message', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = (await this.messages.byIds(subjects.map(({ id }) => id))).filter(({ deleted }) => !deleted);
    const places = await this.roomDirectory.byIds([...new Set(found.map(({ roomId }) => roomId))]);
    const placeOf = new Map(places.map((place) => [place.id, place]));
    return new Map(
      found.map((one) => [subjectKey({ kind: 'message', id: one.id }), factsOf(one, placeOf.get(one.roomId))]),
    );
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    const [message] = await this.messages.byIds([id]);
    return message !== undefined && (await this.roomDirectory.seenBy(userId, [message.roomId])).length > 0;
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

  hide({ id }: Subject, byId: string | null): Promise<object> {
    return this.hiding.hide(id, byId);
  }

  restore(_subject: Subject, kept: object): Promise<void> {
    return this.hiding.show(kept as HiddenMessage);
  }
}

const factsOf = ({ id, text, authorId, at, roomId }: StoredMessage, place: RoomInfo | undefined): SubjectDetails => ({
  ...{ title: '', text, authorId, at, path: `/rooms/${roomId}?message=${id}` },
  ...(place && { place: { kind: 'room' as const, id: roomId, name: place.name } }),
});
