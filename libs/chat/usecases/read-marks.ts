import { Injectable } from '@nestjs/common';
import { type Mark, Marks } from '../domain/marks.js';

/** What people have not read. */
@Injectable()
export class ReadMarks {
  constructor(private readonly marks: Marks) {}

  /** Of every room they belong to: one query. */
  of(personId: string): Promise<Mark[]> {
    return this.marks.of(personId);
  }

  /** @returns null for somebody who does not belong to the room. */
  one(personId: string, roomId: string): Promise<Mark | null> {
    return this.marks.one(personId, roomId);
  }

  /** Of those of these people who belong to the room: one query. */
  ofPeople(roomId: string, personIds: readonly string[]): Promise<(Mark & { readonly personId: string })[]> {
    return this.marks.ofPeople(roomId, personIds);
  }
}
