import { Injectable } from '@nestjs/common';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { OwnStateChanged } from '../domain/user.js';
import { SessionEnded, Sessions } from '../domain/session.js';
import { userCacheTag, sessionCacheTag } from '../domain/subjects.js';

/** Signs browsers out: their tokens are worth nothing from the commit on, and their sockets are cut on every node. */
@Injectable()
export class EndSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection NOT_FOUND for a session that is over, or somebody else's */
  async one(accountId: string, sessionId: string): Promise<void> {
    const isEnded = await this.among(accountId, ({ id }) => id === sessionId);
    if (!isEnded) throw new Rejection('NOT_FOUND');
  }

  /** @param keptId one that goes on; null: all end */
  async all(accountId: string, keptId: string | null): Promise<void> {
    await this.among(accountId, ({ id }) => id !== keptId);
  }

  /** Within a transaction. */
  async these(sessionIds: readonly string[]): Promise<void> {
    this.work.invalidate(...sessionIds.map(sessionCacheTag));
    await this.end(sessionIds);
  }

  private async end(sessionIds: readonly string[]): Promise<void> {
    for (const id of sessionIds) {
      await this.sessions.remove(id);
      this.work.publish(new SessionEnded(id));
    }
  }

  private among(accountId: string, isMeant: (session: { readonly id: string }) => boolean): Promise<boolean> {
    const work = async () => {
      const meant = (await this.sessions.of(accountId, this.clock.now())).filter(isMeant);
      await this.end(meant.map(({ id }) => id));
      if (meant.length > 0) this.work.publish(new OwnStateChanged(accountId, 'sessions'));
      return meant.length > 0;
    };
    return this.work.run(work, [userCacheTag(accountId)]);
  }
}
