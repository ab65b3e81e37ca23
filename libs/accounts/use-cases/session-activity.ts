import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Sessions } from '../domain/session.js';

/** When a session was last seen is written at most this often. */
export const LAST_SEEN_INTERVAL_MS = 5 * 60_000;

/** Sessions with an open page are seen, also when that page asks for nothing. */
@Injectable()
export class SessionActivity {
  private nextAt = 0;

  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** @param ids of all sessions with a socket here; may be said as often as one likes */
  async run(ids: readonly string[]): Promise<void> {
    const now = this.clock.now();
    if (ids.length === 0 || now < this.nextAt) return;
    this.nextAt = now + LAST_SEEN_INTERVAL_MS;
    await this.sessions.markSeenMany(ids, now, now - LAST_SEEN_INTERVAL_MS);
  }
}
