import { columnExists, type Execute, type Migration } from './migration.js';
import { rewriteTable } from './rewrite-table.js';

type Row = Readonly<Record<string, unknown>>;

/** What a decision kept of a subject to restore it: rows by table, or fields of the subject. */
interface Hidden {
  readonly id: string;
  readonly at: unknown;
  readonly snapshot: Readonly<Record<string, unknown>>;
}

/** Tables with rows of a post, and what must still exist for a row to return. */
const POST_TABLES = [
  { table: 'post_tag' },
  { table: 'post_lora' },
  { table: 'post_participant', owner: { table: 'account', column: 'user_id' } },
  { table: 'post_reaction', owner: { table: 'account', column: 'user_id' } },
  { table: 'post_reaction_count' },
  { table: 'collection_post', owner: { table: 'collection', column: 'collection_id' } },
] as const;

/**
 * Puts hidden subjects back into their tables, with `hidden_at`. Can run again after a crash.
 * @param ignore `insert or ignore` of the dialect
 */
export function carryOverHidden(execute: Execute, ignore: string): Promise<void> {
  const tables = new HiddenRows(execute, ignore);
  return rewriteTable(execute, {
    table: 'safety_hidden_subject',
    key: ['subject_key'],
    columns: ['data', 'at'],
    async rewrite({ subject_key: key, data, at }) {
      const [kind = '', id = ''] = String(key).split(':');
      const { snapshot } = JSON.parse(String(data)) as Pick<Hidden, 'snapshot'>;
      await tables.carryOver(kind, { id, at, snapshot });
      return {};
    },
  });
}

class HiddenRows {
  constructor(
    private readonly execute: Execute,
    private readonly ignore: string,
  ) {}

  async carryOver(kind: string, hidden: Hidden): Promise<void> {
    if (kind === 'post') await this.post(hidden);
    if (kind === 'review') await this.review(hidden);
    if (kind === 'message') await this.message(hidden);
    if (kind === 'model') await this.model(hidden);
    if (kind === 'room' && hidden.snapshot['wasArchived'] !== true) {
      await this.execute('update room set archived_at = null where id = ? and hidden_at is not null', [hidden.id]);
    }
  }

  private async post({ id, at, snapshot }: Hidden): Promise<void> {
    for (const row of rowsOf(snapshot['post'])) {
      await this.insert('post', { ...row, search_row_number: null, hidden_at: at });
    }
    if (!(await this.has('post', id))) return;
    for (const { table, ...rest } of POST_TABLES) {
      for (const row of rowsOf(snapshot[table])) {
        const isOwned = !('owner' in rest) || (await this.has(rest.owner.table, row[rest.owner.column]));
        if (isOwned) await this.insert(table, row);
      }
    }
  }

  private async review({ at, snapshot }: Hidden): Promise<void> {
    for (const row of rowsOf(snapshot['hub_review'])) {
      if (!(await this.has('hub_model', row['model_id']))) return;
      await this.insert('hub_review', { ...row, hidden_at: at });
    }
    for (const row of rowsOf(snapshot['hub_reaction'])) {
      if (await this.has('account', row['user_id'])) await this.insert('hub_reaction', row);
    }
  }

  private async message({ id, at, snapshot }: Hidden): Promise<void> {
    const message = snapshot['message'] as Row | undefined;
    if (!message) return;
    const pinned = message['pinned'] as { byId: string; at: number } | null;
    const columns = {
      text: message['text'],
      reply_to_id: message['replyToId'],
      attachments: jsonOf(message['attachments']),
      shared_take: jsonOf(message['card']),
      mentions: jsonOf(message['mentions']),
      edited_at: message['editedAt'],
      pinned_at: pinned?.at,
      pinned_by: pinned?.byId,
      hidden_at: at,
    };
    const set = Object.keys(columns).map((name) => `${name} = ?`);
    const values = Object.values(columns).map((value) => value ?? null);
    await this.execute(`update message set ${set.join(', ')} where id = ? and deleted_at is not null`, [...values, id]);
    for (const { messageId, seq, text, at: writtenAt } of rowsOf(snapshot['versions'])) {
      await this.insert('message_edit', { message_id: messageId, seq, text, at: writtenAt });
    }
    for (const { messageId, userId, emoji, at: givenAt } of rowsOf(snapshot['reactions'])) {
      await this.insert('message_reaction', { message_id: messageId, user_id: userId, emoji, at: givenAt });
    }
  }

  private async model({ id, at, snapshot }: Hidden): Promise<void> {
    await this.execute('update hub_model set hidden_at = ? where id = ?', [at, id]);
    for (const versionId of (snapshot['versionIds'] ?? []) as string[]) {
      await this.execute(`update hub_version set hidden_at = ? where id = ? and state = 'unpublished'`, [
        at,
        versionId,
      ]);
    }
  }

  private async insert(table: string, row: Row): Promise<void> {
    const names = Object.keys(row);
    await this.execute(
      `${this.ignore} into \`${table}\` (${names.map((name) => `\`${name}\``).join(', ')}) values (${names.map(() => '?').join(', ')})`,
      Object.values(row),
    );
  }

  private async has(table: string, id: unknown): Promise<boolean> {
    return (await this.execute(`select id from \`${table}\` where id = ?`, [id])).length > 0;
  }
}

const rowsOf = (rows: unknown): readonly Row[] => (rows ?? []) as readonly Row[];

/** Null for nothing and for an empty list. */
const jsonOf = (value: unknown): string | null =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0) ? null : JSON.stringify(value);

const SQLITE_CHANGES = [
  'alter table `message` add column `hidden_at` bigint null',
  'alter table `post` add column `hidden_at` bigint null',
  'create index `post_hidden` on `post` (`hidden_at`)',
  'alter table `hub_model` add column `hidden_at` bigint null',
  'alter table `hub_version` add column `hidden_at` bigint null',
  'alter table `hub_review` add column `hidden_at` bigint null',
  'drop index `hub_review_once`',
  'create index `hub_review_of_model` on `hub_review` (`model_id`, `user_id`)',
];

const MYSQL_CHANGES = {
  message: '',
  post: ', add index `post_hidden` (`hidden_at`)',
  hub_model: '',
  hub_version: '',
  hub_review: ', drop index `hub_review_once`, add index `hub_review_of_model` (`model_id`, `user_id`)',
};

/**
 * Hidden subjects stay in their tables. SQLite rolls all of it back together. MySQL commits each change of a table: after a
 * crash the rest is done.
 */
export const visibility: Migration = {
  async sqlite(execute) {
    for (const statement of SQLITE_CHANGES) await execute(statement);
    await carryOverHidden(execute, 'insert or ignore');
    await execute('drop table `safety_hidden_subject`');
  },
  async mysql(execute) {
    for (const [table, indexes] of Object.entries(MYSQL_CHANGES)) {
      if (await columnExists(execute, table, 'hidden_at')) continue;
      await execute(`alter table \`${table}\` add \`hidden_at\` bigint null${indexes}`);
    }
    if (!(await columnExists(execute, 'safety_hidden_subject', 'data'))) return;
    await carryOverHidden(execute, 'insert ignore');
    await execute('drop table `safety_hidden_subject`');
  },
};
