import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Role } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { RoomAccess } from '@visionary/platform/realtime';
import { RoleChanged } from '../domain/room-event.js';
import { RoleOf } from '../usecases/role-of.js';

interface Answer {
  readonly role: Promise<Role | null>;
  readonly until: number;
}

const TOPIC = 'rooms.role';
/** A right that was taken away while the bus was down is gone after this. */
const TTL_MS = 1_000;
/** Questions about rooms that do not exist must not fill the memory. */
const ANSWERS_AT_MOST = 10_000;

/** Every command asks; the database answers once a second and socket at most. */
@Injectable()
export class CachedRoomAccess extends RoomAccess implements OnModuleInit {
  private readonly answers = new Map<string, Answer>();

  constructor(
    private readonly roles: RoleOf,
    private readonly events: DomainEvents,
    private readonly bus: Bus,
  ) {
    super();
  }

  onModuleInit(): void {
    this.bus.subscribe<string>(TOPIC, (key) => this.answers.delete(key));
    this.events.afterCommit(RoleChanged, ({ roomId, personId }) => {
      const key = keyOf(personId, roomId);
      // Here at once: the very next command may need the new right.
      this.answers.delete(key);
      this.bus.publish(TOPIC, key);
    });
  }

  roleOf(personId: string | null, roomId: string): Promise<Role | null> {
    const key = keyOf(personId, roomId);
    const known = this.answers.get(key);
    const now = performance.now();
    if (known && known.until > now) return known.role;
    if (this.answers.size >= ANSWERS_AT_MOST) this.answers.clear();
    const role = this.roles.run(personId, roomId);
    this.answers.set(key, { role, until: now + TTL_MS });
    role.catch(() => this.answers.delete(key));
    return role;
  }
}

const keyOf = (personId: string | null, roomId: string): string => `${roomId} ${personId ?? ''}`;
