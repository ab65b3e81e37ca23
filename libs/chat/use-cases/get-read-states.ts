import { Injectable } from '@nestjs/common';
import { DataLoader } from '@visionary/kernel';
import { type ReadState, ReadStates } from '../domain/read-states.js';

interface Asked {
  readonly userId: string;
  readonly roomId: string;
}

/** What users have not read. */
@Injectable()
export class GetReadStates {
  private readonly asked = new DataLoader<Asked, ReadState | null>((all) => this.marksOf(all));

  constructor(private readonly readStates: ReadStates) {}

  /** Of every room they belong to: one query. */
  of(userId: string): Promise<ReadState[]> {
    return this.readStates.of(userId);
  }

  /** @returns null for somebody who does not belong to the room. */
  one(userId: string, roomId: string): Promise<ReadState | null> {
    return this.asked.load({ userId, roomId });
  }

  /** Of those of these users who belong to the room: one query. */
  ofUsers(roomId: string, userIds: readonly string[]): Promise<(ReadState & { readonly userId: string })[]> {
    return this.readStates.ofUsers(roomId, userIds);
  }

  /** One query for each room, however many ask in it. */
  private async marksOf(all: readonly Asked[]): Promise<(asked: Asked) => ReadState | null> {
    const found = new Map<string, ReadState>();
    for (const [roomId, inRoom] of Map.groupBy(all, (asked) => asked.roomId)) {
      const userIds = [...new Set(inRoom.map(({ userId }) => userId))];
      for (const { userId, ...mark } of await this.readStates.ofUsers(roomId, userIds)) {
        found.set(`${roomId} ${userId}`, mark);
      }
    }
    return ({ userId, roomId }) => found.get(`${roomId} ${userId}`) ?? null;
  }
}
