import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { SessionEnded, Sessions } from '../domain/session.js';
import { sessionCacheTag } from '../domain/subjects.js';
import { hashToken } from './session-token.js';

@Injectable()
export class SignOut {
  constructor(
    private readonly sessions: Sessions,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Signing out twice is no error. */
  async run(token: string): Promise<void> {
    await this.work.run(async () => {
      const session = await this.sessions.byTokenHash(hashToken(token), this.clock.now());
      if (!session) return;
      this.work.invalidate(sessionCacheTag(session.id));
      await this.sessions.remove(session.id);
      this.work.publish(new SessionEnded(session.id));
    });
  }
}
