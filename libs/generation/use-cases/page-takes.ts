import { Injectable } from '@nestjs/common';
import type { Take } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

/** Takes of a room, newest first. */
@Injectable()
export class PageTakes {
  constructor(private readonly takes: Takes) {}

  /** @param beforeNumber null for the newest page */
  async run(roomId: string, beforeNumber: number | null, limit: number): Promise<{ takes: Take[]; more: boolean }> {
    const takes = await this.takes.page(roomId, beforeNumber, limit + 1);
    return { takes: takes.slice(0, limit), more: takes.length > limit };
  }
}
