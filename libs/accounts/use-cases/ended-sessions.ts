import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Sessions } from '../domain/session.js';

@Injectable()
export class EndedSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** @returns those of the ids that are no session any more, or of somebody who is kept out. */
  async run(ids: readonly string[]): Promise<string[]> {
    const living = new Set(await this.sessions.listActive(ids, this.clock.now()));
    return ids.filter((id) => !living.has(id));
  }
}
