import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { Blocks } from '../domain/blocks.js';
import { BlockRow } from './account.entity.js';

@Injectable()
export class SqlBlocks extends Blocks {
  constructor(private readonly database: Database) {
    super();
  }

  async between(personId: string, otherId: string): Promise<boolean> {
    return (await this.apart(personId, [otherId])).size > 0;
  }

  async apart(personId: string, otherIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (otherIds.length === 0) return new Set();
    const others = { $in: [...otherIds] };
    const eitherWay = {
      $or: [
        { personId, blockedId: others },
        { personId: others, blockedId: personId },
      ],
    };
    const rows = await this.database.em.find(BlockRow, eitherWay);
    return new Set(rows.map((row) => (row.personId === personId ? row.blockedId : row.personId)));
  }

  async of(personId: string): Promise<string[]> {
    const rows = await this.database.em.find(BlockRow, { personId }, { orderBy: { at: 'desc', blockedId: 'asc' } });
    return rows.map(({ blockedId }) => blockedId);
  }

  async add(personId: string, blockedId: string, at: number): Promise<void> {
    await this.database.em.upsert(BlockRow, { personId, blockedId, at }, { onConflictAction: 'ignore' });
  }

  async remove(personId: string, blockedId: string): Promise<void> {
    await this.database.em.nativeDelete(BlockRow, { personId, blockedId });
  }
}
