import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Session, Sessions } from '../domain/session.js';
import { hashToken } from './session-token.js';

@Injectable()
export class ReadSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** @returns null when the token is forged, ended or expired. */
  async run(token: string): Promise<(Session & { readonly name: string }) | null> {
    return this.sessions.byTokenHash(hashToken(token), this.clock.now());
  }
}
