import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RoomAccess, type Standing } from '@visionary/platform/realtime';
import { type StandingInRoom, StandingOf } from '../usecases/standing-of.js';
import { RightsNews } from './rights-news.js';

interface Answer {
  readonly standing: Promise<Standing | null>;
  readonly until: number;
}

/** A right that was taken away while the bus was down is gone after this. */
const TTL_MS = 1_000;
/** Questions about rooms that do not exist must not fill the memory. */
const ANSWERS_AT_MOST = 10_000;

const VISITOR = '';

/** Every command asks; the database answers once a second and person at most. */
@Injectable()
export class CachedRoomAccess extends RoomAccess implements OnModuleInit {
  /** By room, then by person. */
  private readonly answers = new Map<string, Map<string, Answer>>();
  private count = 0;

  constructor(
    private readonly standings: StandingOf,
    private readonly news: RightsNews,
  ) {
    super();
  }

  onModuleInit(): void {
    this.news.onForget(({ roomId, personId }) => this.forget(roomId, personId));
  }

  standingOf(personId: string | null, roomId: string): Promise<Standing | null> {
    const known = this.answers.get(roomId)?.get(personId ?? VISITOR);
    if (known && known.until > performance.now()) return known.standing;
    return this.standingNow(personId, roomId);
  }

  standingNow(personId: string | null, roomId: string): Promise<Standing | null> {
    const standing = this.ask(personId, roomId);
    this.keep(roomId, personId ?? VISITOR, { standing, until: performance.now() + TTL_MS });
    standing.catch(() => this.forget(roomId, personId));
    return standing;
  }

  private async ask(personId: string | null, roomId: string): Promise<Standing | null> {
    const found = await this.standings.run(personId, roomId);
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
  private forget(roomId: string, personId: string | null): void {
    const ofRoom = this.answers.get(roomId);
    if (!ofRoom) return;
    if (personId === null) {
      this.count -= ofRoom.size;
      this.answers.delete(roomId);
      return;
    }
    if (ofRoom.delete(personId)) this.count -= 1;
    if (ofRoom.size === 0) this.answers.delete(roomId);
  }
}

const standingOf = ({ room, ...standing }: StandingInRoom): Standing => ({
  ...standing,
  isPublic: room.visibility === 'public',
  isArchived: room.archivedAt !== null,
  isDirect: room.kind === 'direct',
});
