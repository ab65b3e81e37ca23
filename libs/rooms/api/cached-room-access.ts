import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RoomAccess, type RoomAccessState } from '@visionary/kernel';
import { type RoomAccessDetails, RoomAccessService } from '../use-cases/room-access.service.js';
import { RoomRightsBus } from './room-rights-bus.js';

interface Entry {
  readonly state: Promise<RoomAccessState | null>;
  /** `performance.now()` */
  readonly expiresAt: number;
}

/** A revoked right stays valid for at most this long while the bus is down. */
const TTL_MS = 1_000;
/** Bounds the memory that requests for rooms that don't exist can take. */
const MAX_ENTRIES = 10_000;

const VISITOR = '';

/** Every command needs the access state, so it is cached per room and user. */
@Injectable()
export class CachedRoomAccess extends RoomAccess implements OnModuleInit {
  /** By room, then by user. */
  private readonly entries = new Map<string, Map<string, Entry>>();
  private count = 0;

  constructor(
    private readonly roomAccess: RoomAccessService,
    private readonly rightsBus: RoomRightsBus,
  ) {
    super();
  }

  onModuleInit(): void {
    this.rightsBus.onForget(({ roomId, userId }) => this.forget(roomId, userId));
  }

  getCached(userId: string | null, roomId: string): Promise<RoomAccessState | null> {
    const entry = this.entries.get(roomId)?.get(userId ?? VISITOR);
    if (entry && entry.expiresAt > performance.now()) return entry.state;
    return this.getFresh(userId, roomId);
  }

  getFresh(userId: string | null, roomId: string): Promise<RoomAccessState | null> {
    const state = this.load(userId, roomId);
    this.set(roomId, userId ?? VISITOR, { state, expiresAt: performance.now() + TTL_MS });
    state.catch(() => this.forget(roomId, userId));
    return state;
  }

  private async load(userId: string | null, roomId: string): Promise<RoomAccessState | null> {
    const details = await this.roomAccess.details(userId, roomId);
    return details && stateOf(details);
  }

  private set(roomId: string, key: string, entry: Entry): void {
    if (this.count >= MAX_ENTRIES) {
      this.entries.clear();
      this.count = 0;
    }
    const ofRoom = this.entries.get(roomId) ?? new Map<string, Entry>();
    if (!ofRoom.has(key)) this.count += 1;
    this.entries.set(roomId, ofRoom.set(key, entry));
  }

  /** @param userId null: all users, because the room itself changed */
  private forget(roomId: string, userId: string | null): void {
    const ofRoom = this.entries.get(roomId);
    if (!ofRoom) return;
    if (userId === null) {
      this.count -= ofRoom.size;
      this.entries.delete(roomId);
      return;
    }
    if (ofRoom.delete(userId)) this.count -= 1;
    if (ofRoom.size === 0) this.entries.delete(roomId);
  }
}

const stateOf = ({ room, ...details }: RoomAccessDetails): RoomAccessState => ({
  ...details,
  isPublic: room.visibility === 'public',
  isArchived: room.archivedAt !== null,
  isDirect: room.kind === 'direct',
});
