import { Injectable } from '@nestjs/common';
import { UserChatData } from '../domain/user-chat-data.js';

const PER_PAGE = 500;

/** What somebody gave and was told, page by page. */
@Injectable()
export class ExportChatActivity {
  constructor(private readonly traces: UserChatData) {}

  async *reactions(userId: string): AsyncIterable<readonly object[]> {
    for (let after = { messageId: '', emoji: '' }, more = true; more;) {
      const page = await this.traces.reactionsBy(userId, after, PER_PAGE);
      yield page.map(({ at, ...given }) => ({ ...given, at: when(at) }));
      more = page.length === PER_PAGE;
      after = page.at(-1) ?? after;
    }
  }

  async *notifications(userId: string): AsyncIterable<readonly object[]> {
    for (let after = '', more = true; more;) {
      const page = await this.traces.callsOf(userId, after, PER_PAGE);
      yield page.map(({ id: _id, at, readAt, ...told }) => {
        return { ...told, at: when(at), ...(readAt !== null && { readAt: when(readAt) }) };
      });
      more = page.length === PER_PAGE;
      after = page.at(-1)?.id ?? after;
    }
  }
}

const when = (at: number): string => new Date(at).toISOString();
