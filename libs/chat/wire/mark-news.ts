import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Coalescer } from '@visionary/platform/realtime';
import { RoomEventAppended } from '@visionary/rooms';
import { MarkMoved } from '../domain/marks.js';
import { ReadMarks } from '../usecases/read-marks.js';

const TOPIC = 'chat.stirred';
const EVERY_MS = 500;
/** Pages that hear the room itself count along; what they are told more rarely only makes it true again. */
const INSIDE_EVERY_MS = 5_000;
/** What changes how much somebody has not read. */
const STIRRING: ReadonlySet<string> = new Set(['chat.sent', 'chat.deleted', 'chat.restored']);

/**
 * Keeps true what people's pages show of what they have not read. What somebody does goes to all their pages; what others say
 * each node finds out for the people it has, with one query a room, at most twice a second.
 */
@Injectable()
export class MarkNews implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Marks');
  private readonly moved = new Coalescer(EVERY_MS, (key) => this.sayMoved(key));
  private readonly elsewhere = new Coalescer(EVERY_MS, (roomId) => this.sayStirred(roomId, false));
  private readonly inside = new Coalescer(INSIDE_EVERY_MS, (roomId) => this.sayStirred(roomId, true));

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly marks: ReadMarks,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(MarkMoved, ({ roomId, personId }) => this.moved.touch(`${roomId} ${personId}`));
    this.events.afterCommit(RoomEventAppended, ({ event }) => {
      if (STIRRING.has(event.type)) this.bus.publish(TOPIC, event.roomId);
    });
    this.bus.subscribe<string>(TOPIC, (roomId) => {
      this.elsewhere.touch(roomId);
      this.inside.touch(roomId);
    });
    this.bus.onRecovered(() => this.start(this.sayAll()));
  }

  onApplicationShutdown(): void {
    for (const coalescer of [this.moved, this.elsewhere, this.inside]) coalescer.stop();
  }

  private sayMoved(key: string): void {
    const [roomId = '', personId = ''] = key.split(' ');
    this.start(
      this.marks.one(personId, roomId).then((mark) => {
        if (mark) this.broadcast.toPerson(personId, 'chat.marked', mark);
      }),
    );
  }

  private sayStirred(roomId: string, inside: boolean): void {
    const people = this.broadcast.peopleHere.filter((id) => this.broadcast.isWhollyIn(roomId, id) === inside);
    if (people.length === 0) return;
    this.start(
      this.marks.ofPeople(roomId, people).then((marks) => {
        for (const { personId, ...mark } of marks) this.broadcast.toPersonHere(personId, 'chat.marked', mark);
      }),
    );
  }

  /** Of what other nodes did while the bus was cut nothing was heard. */
  private async sayAll(): Promise<void> {
    for (const personId of this.broadcast.peopleHere) {
      for (const mark of await this.marks.of(personId)) this.broadcast.toPersonHere(personId, 'chat.marked', mark);
    }
  }

  private start(telling: Promise<void>): void {
    telling.catch((error: unknown) => this.logger.error('Marks could not be told', error));
  }
}
