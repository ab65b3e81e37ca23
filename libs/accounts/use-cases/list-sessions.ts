import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Session, Sessions } from '../domain/session.js';

@Injectable()
export class ListSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** Where somebody is signed in, the most recently seen first. */
  run(accountId: string): Promise<Session[]> {
    return this.sessions.of(accountId, this.clock.now());
  }
}
