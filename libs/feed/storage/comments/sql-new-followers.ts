import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { RecentFollowers } from '../../domain/comments/followers.js';

interface Tables {
  follow: { user_id: string; followed_id: string; at: number };
}

@Injectable()
export class SqlNewFollowers extends RecentFollowers {
  constructor(private readonly database: Database) {
    super();
  }

  async since(followedId: string, since: number, limit: number): Promise<{ count: number; ids: string[] }> {
    const theirs = this.database.query<Tables>().selectFrom('follow').where('followed_id', '=', followedId);
    const fresh = theirs.where('at', '>=', since);
    const counted = await fresh.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirst();
    const last = fresh.select('user_id').orderBy('at', 'desc').orderBy('user_id', 'desc').limit(limit);
    return { count: Number(counted?.count ?? 0), ids: (await last.execute()).map(({ user_id }) => user_id) };
  }
}
