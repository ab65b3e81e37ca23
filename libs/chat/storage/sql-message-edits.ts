import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { MessageEdit } from '../domain/message.js';

/** Texts that edits replaced. */
@Injectable()
export class SqlMessageEdits {
  constructor(private readonly database: Database) {}

  async add({ messageId, seq, text, at }: MessageEdit): Promise<void> {
    await this.database.insertInto('message_edit').values({ message_id: messageId, seq, text, at }).execute();
  }

  /** @returns the newest `limit`, oldest first */
  async of(messageId: string, limit: number): Promise<MessageEdit[]> {
    const versions = this.database.selectFrom('message_edit').selectAll().where('message_id', '=', messageId);
    const rows = await versions.orderBy('seq', 'desc').limit(limit).execute();
    return rows.reverse().map(({ seq, text, at }) => ({ messageId, seq, text, at }));
  }

  async seqsOf(messageId: string): Promise<number[]> {
    const edits = this.database.selectFrom('message_edit').select('seq').where('message_id', '=', messageId);
    return (await edits.execute()).map(({ seq }) => seq);
  }

  async forget(messageId: string): Promise<void> {
    await this.database.deleteFrom('message_edit').where('message_id', '=', messageId).execute();
  }
}
