import { columnExists, type Execute, type Migration } from './migration.js';
import { rewriteTable } from './rewrite-table.js';

type Row = Readonly<Record<string, unknown>>;

interface HiddenSubject {
  readonly handler: string;
  readonly snapshot: Readonly<Record<string, readonly Row[]>>;
}

const SHARED = 'parent_id, author_id, text, mentions, at, edited_at, deleted_at, deleted_by, replies';

/** The comments of a table that named its subject in a column of its own. A command id of two tables stays with the first. */
const commentsOf = (table: string, kind: string, column: string): string =>
  `insert into comment (id, subject_kind, subject_id, client_id, ${SHARED})
    select id, '${kind}', ${column},
      case when exists (select 1 from comment other where other.author_id = old.author_id
        and other.client_id = old.client_id) then id else client_id end, ${SHARED}
    from \`${table}\` old where not exists (select 1 from comment known where known.id = old.id)`;

const reactionsOf = (table: string, column: string, condition: string): string =>
  `insert into reaction (subject_kind, subject_id, user_id, emoji, at)
    select 'comment', ${column}, user_id, emoji, at from \`${table}\` old where ${condition}
    and not exists (select 1 from reaction known where known.subject_kind = 'comment' and known.subject_id = old.${column}
      and known.user_id = old.user_id and known.emoji = old.emoji)`;

/**
 * Moves comments and their reactions into the tables for all subjects. Each step can run again after a crash.
 * @param exists whether a table is still there
 */
export async function carryOver(execute: Execute, exists: (table: string) => Promise<boolean>): Promise<void> {
  if (await exists('post_comment')) {
    await execute(commentsOf('post_comment', 'post', 'post_id'));
    await execute('drop table post_comment');
  }
  if (await exists('hub_comment')) {
    await execute(commentsOf('hub_comment', 'model', 'model_id'));
    await execute('drop table hub_comment');
  }
  if (await exists('comment_reaction')) {
    await execute(reactionsOf('comment_reaction', 'comment_id', '1 = 1'));
    await execute('drop table comment_reaction');
  }
  await execute(reactionsOf('hub_reaction', 'target_id', 'target_id in (select id from comment)'));
  await execute('delete from hub_reaction where target_id in (select id from comment)');
  await carryOverHidden(execute);
  await execute('delete from reaction_count');
  await execute(
    `insert into reaction_count (subject_kind, subject_id, emoji, count)
      select subject_kind, subject_id, emoji, count(*) from reaction group by subject_kind, subject_id, emoji`,
  );
}

/** Hidden comments, and comments on hidden posts, were stored with the decision. */
const carryOverHidden = (execute: Execute): Promise<void> =>
  rewriteTable(execute, {
    table: 'safety_hidden_subject',
    key: ['subject_key'],
    columns: ['data', 'at'],
    async rewrite({ subject_key: key, data, at }) {
      const changed = await changedSubject(execute, String(key), JSON.parse(String(data)) as HiddenSubject, at);
      return changed ? { data: JSON.stringify(changed) } : {};
    },
  });

async function changedSubject(
  execute: Execute,
  key: string,
  hidden: HiddenSubject,
  at: unknown,
): Promise<object | null> {
  const { comment = [], comment_reaction = [], hub_comment = [], hub_reaction = [], ...others } = hidden.snapshot;
  if (key.startsWith('post:')) {
    for (const row of comment) {
      const isAuthorHere = await hasAccount(execute, row['author_id']);
      await insertComment(execute, 'post', { ...row, ...(!isAuthorHere && erasedOf(row)) });
    }
    for (const row of comment_reaction) await insertReaction(execute, row['comment_id'], row);
    return { ...hidden, snapshot: others };
  }
  if (!key.startsWith('comment:') || hidden.handler === 'comments') return null;
  for (const row of [...comment, ...hub_comment]) {
    const { id, text, mentions, author_id: authorId } = row;
    const [tombstone] = await execute('select id from comment where id = ?', [id]);
    if (tombstone) {
      const kept = 'text = ?, mentions = ?, hidden_at = ?, deleted_at = coalesce(deleted_at, ?)';
      await execute(`update comment set ${kept} where id = ?`, [text, mentions ?? null, at, at, id]);
    } else {
      const state = { deleted_at: at, deleted_by: authorId, hidden_at: at, replies: 0 };
      await insertComment(execute, hub_comment.length > 0 ? 'model' : 'post', { ...row, ...state });
    }
  }
  for (const row of comment_reaction) await insertReaction(execute, row['comment_id'], row);
  for (const row of hub_reaction) await insertReaction(execute, row['target_id'], row);
  return { ...hidden, handler: 'comments', snapshot: {} };
}

const hasAccount = async (execute: Execute, id: unknown): Promise<boolean> =>
  (await execute('select id from account where id = ?', [id])).length > 0;

const erasedOf = ({ at, author_id, deleted_at, deleted_by }: Row): Row => ({
  text: '',
  mentions: null,
  deleted_at: deleted_at ?? at,
  deleted_by: deleted_by ?? author_id,
});

async function insertComment(execute: Execute, kind: string, row: Row): Promise<void> {
  const { id, post_id, model_id, author_id, client_id } = row;
  if ((await execute('select id from comment where id = ?', [id])).length > 0) return;
  const taken = await execute('select id from comment where author_id = ? and client_id = ?', [author_id, client_id]);
  const columns = [...SHARED.split(', '), 'hidden_at'];
  await execute(
    `insert into comment (id, subject_kind, subject_id, client_id, ${columns.join(', ')})
      values (?, ?, ?, ?, ${columns.map(() => '?').join(', ')})`,
    [id, kind, post_id ?? model_id, taken.length > 0 ? id : client_id, ...columns.map((name) => row[name] ?? null)],
  );
}

async function insertReaction(execute: Execute, commentId: unknown, { user_id, emoji, at }: Row): Promise<void> {
  const key = ['comment', commentId, user_id, emoji];
  const known = await execute(
    'select at from reaction where subject_kind = ? and subject_id = ? and user_id = ? and emoji = ?',
    key,
  );
  if (known.length > 0 || !(await hasAccount(execute, user_id))) return;
  await execute('insert into reaction (subject_kind, subject_id, user_id, emoji, at) values (?, ?, ?, ?, ?)', [
    ...key,
    at,
  ]);
}

const SQLITE_TABLES = [
  'alter table `comment` rename to `post_comment`',
  'drop index `comment_once`',
  'drop index `comment_of_author`',
  'create table `comment` (`id` text not null primary key, `subject_kind` text not null, `subject_id` text not null, `parent_id` text null, `author_id` text not null, `client_id` text not null, `text` text not null, `mentions` text null, `at` bigint not null, `edited_at` bigint null, `deleted_at` bigint null, `deleted_by` text null, `hidden_at` bigint null, `replies` integer not null default 0)',
  'create unique index `comment_once` on `comment` (`author_id`, `client_id`)',
  'create index `comment_of_subject` on `comment` (`subject_kind`, `subject_id`, `parent_id`, `at`, `id`)',
  'create index `comment_newest` on `comment` (`subject_kind`, `subject_id`, `at`, `id`)',
  'create index `comment_of_author` on `comment` (`author_id`, `subject_kind`, `id`)',
  'create table `reaction` (`subject_kind` text not null, `subject_id` text not null, `user_id` text not null, `emoji` text not null, `at` bigint not null, primary key (`subject_kind`, `subject_id`, `user_id`, `emoji`))',
  'create index `reaction_of_user` on `reaction` (`user_id`, `subject_kind`, `subject_id`, `emoji`)',
  'create table `reaction_count` (`subject_kind` text not null, `subject_id` text not null, `emoji` text not null, `count` integer not null, primary key (`subject_kind`, `subject_id`, `emoji`))',
];

const MYSQL_TABLES = [
  'create table if not exists `comment` (`id` char(36) not null, `subject_kind` varchar(10) not null, `subject_id` char(36) not null, `parent_id` char(36) null, `author_id` char(36) not null, `client_id` char(36) not null, `text` text not null, `mentions` text null, `at` bigint not null, `edited_at` bigint null, `deleted_at` bigint null, `deleted_by` char(36) null, `hidden_at` bigint null, `replies` int not null default 0, primary key (`id`), unique `comment_once` (`author_id`, `client_id`), index `comment_of_subject` (`subject_kind`, `subject_id`, `parent_id`, `at`, `id`), index `comment_newest` (`subject_kind`, `subject_id`, `at`, `id`), index `comment_of_author` (`author_id`, `subject_kind`, `id`))',
  'create table if not exists `reaction` (`subject_kind` varchar(10) not null, `subject_id` char(36) not null, `user_id` char(36) not null, `emoji` varchar(32) not null, `at` bigint not null, primary key (`subject_kind`, `subject_id`, `user_id`, `emoji`), index `reaction_of_user` (`user_id`, `subject_kind`, `subject_id`, `emoji`))',
  'create table if not exists `reaction_count` (`subject_kind` varchar(10) not null, `subject_id` char(36) not null, `emoji` varchar(32) not null, `count` int not null, primary key (`subject_kind`, `subject_id`, `emoji`))',
];
const OPTIONS = 'default character set utf8mb4 collate utf8mb4_bin engine = InnoDB';

/**
 * One table of comments and one of reactions for all subjects. SQLite rolls all of it back together. MySQL commits each
 * change of a table: after a crash the rest is done.
 */
export const comments: Migration = {
  async sqlite(execute) {
    for (const statement of SQLITE_TABLES) await execute(statement);
    await carryOver(execute, async () => true);
  },
  async mysql(execute) {
    const isOld = await columnExists(execute, 'comment', 'post_id');
    if (isOld) await execute('alter table `comment` rename to `post_comment`');
    for (const table of MYSQL_TABLES) await execute(`${table} ${OPTIONS}`);
    await carryOver(execute, (table) => columnExists(execute, table, 'at'));
  },
};
