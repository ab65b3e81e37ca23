import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RoomAccess, type RoomAccessState } from '@visionary/platform/realtime';
import { type RoomAccessDetails, ResolveRoomAccess } from '../use-cases/resolve-room-access.js';
import { RoomRightsBus } from './room-rights-bus.js';

interface Answer {
  readonly standing: Promise<RoomAccessState | null>;
  readonly until: number;
}

/** A right that was taken away while the bus was down is gone after this. */
const TTL_MS = 1_000;
/** Questions about rooms that do not exist must not fill the memory. */
const ANSWERS_AT_MOST = 10_000;

const VISITOR = '';

/** Every command asks; the database answers once a second and user at most. */
@Injectable()
export class CachedRoomAccess extends RoomAccess implements OnModuleInit {
  /** By room, then by user. */
  private readonly answers = new Map<string, Map<string, Answer>>();
  private count = 0;

  constructor(
    private readonly standings: ResolveRoomAccess,
    private readonly news: RoomRightsBus,
  ) {
    super();
  }

  onModuleInit(): void {
    this.news.onForget(({ roomId, userId }) => this.forget(roomId, userId));
  }

  getCached(userId: string | null, roomId: string): Promise<RoomAccessState | null> {
    const known = this.answers.get(roomId)?.get(userId ?? VISITOR);
    if (known && known.until > performance.now()) return known.standing;
    return this.getFresh(userId, roomId);
  }

  getFresh(userId: string | null, roomId: string): Promise<RoomAccessState | null> {
    const standing = this.ask(userId, roomId);
    this.keep(roomId, userId ?? VISITOR, { standing, until: performance.now() + TTL_MS });
    standing.catch(() => this.forget(roomId, userId));
    return standing;
  }

  private async ask(userId: string | null, roomId: string): Promise<RoomAccessState | null> {
    const found = await this.standings.run(userId, roomId);
    return found && standingOf(found);
  }

  private keep(roomId: string, key: string, answer: Answer): void {
    if (this.count >= ANSWERS_AT_MOST) {
      this.answers.clear();
      this.count = 0;
    }
    const ofRoom = this.answers.get(roomId) ?? new Map<string, Answer>();
    if (!ofRoom.has(key)) this.count += 1;
    this.answers.set(roomId, ofRoom.set(key, answer));
  }

  /** @param personId null: everybody's answers, for what the room itself is has changed */
  private forget(roomId: string, userId: string | null): void {
    const ofRoom = this.answers.get(roomId);
    if (!ofRoom) return;
    if (userId === null) {
      this.count -= ofRoom.size;
      this.answers.delete(roomId);
      return;
    }
    if (ofRoom.delete(userId)) this.count -= 1;
    if (ofRoom.size === 0) this.answers.delete(roomId);
  }
}

const standingOf = ({ room, ...standing }: RoomAccessDetails): RoomAccessState => ({
  ...standing,
  isPublic: room.visibility === 'public',
  isArchived: room.archivedAt !== null,
  isDirect: room.kind === 'direct',
});
