import { Injectable } from '@nestjs/common';
import { Gathering } from '@visionary/kernel';
import { type Mark, Marks } from '../domain/marks.js';

interface Asked {
  readonly personId: string;
  readonly roomId: string;
}

/** What people have not read. */
@Injectable()
export class ReadMarks {
  private readonly asked = new Gathering<Asked, Mark | null>((all) => this.marksOf(all));

  constructor(private readonly marks: Marks) {}

  /** Of every room they belong to: one query. */
  of(personId: string): Promise<Mark[]> {
    return this.marks.of(personId);
  }

  /** @returns null for somebody who does not belong to the room. */
  one(personId: string, roomId: string): Promise<Mark | null> {
    return this.asked.put({ personId, roomId });
  }

  /** Of those of these people who belong to the room: one query. */
  ofPeople(roomId: string, personIds: readonly string[]): Promise<(Mark & { readonly personId: string })[]> {
    return this.marks.ofPeople(roomId, personIds);
  }

  /** One query for each room, however many ask in it. */
  private async marksOf(all: readonly Asked[]): Promise<(asked: Asked) => Mark | null> {
    const found = new Map<string, Mark>();
    for (const [roomId, inRoom] of Map.groupBy(all, (asked) => asked.roomId)) {
      const personIds = [...new Set(inRoom.map(({ personId }) => personId))];
      for (const { personId, ...mark } of await this.marks.ofPeople(roomId, personIds)) {
        found.set(`${roomId} ${personId}`, mark);
      }
    }
    return ({ personId, roomId }) => found.get(`${roomId} ${personId}`) ?? null;
  }
}
