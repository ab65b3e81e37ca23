import { columnExists, type Execute, type Migration } from './migration.js';

/** The table that holds all notifications until it gets its name. */
const NEW_TABLE = 'notification_inbox';

const TAKE_KINDS = "'takeFinished', 'takeFailed'";
const VERSION_KINDS = "'modelPublished', 'versionPublished'";
const COMMENT_KINDS = "'comment', 'commentReply', 'commentMention'";
const MODEL_COMMENT_KINDS = "'modelComment', 'modelReply', 'modelMention', 'modelReview'";

const COLUMNS =
  '`id`, `user_id`, `kind`, `bundle_key`, `room_id`, `subject_id`, `parent_id`, `seq`, `actor_ids`, `count`, `facts`, `created_at`, `at`, `read_at`';

/**
 * Copies the notifications of chat, feed, and safety into one table. Those of takes that no longer exist had no view and
 * stay behind. A version was only part of a bundle key.
 * @param integer the type that the dialect casts to
 */
const copyNotifications = (integer: 'integer' | 'signed'): readonly string[] => [
  `insert into \`${NEW_TABLE}\` (${COLUMNS})
    select id, user_id, kind, null, room_id, message_id, null, seq, json_array(actor_id), 1, '{}', at, at, read_at
    from \`notification\``,
  `insert into \`${NEW_TABLE}\` (${COLUMNS})
    select f.id, f.user_id, f.kind,
      case when f.kind in (${VERSION_KINDS}) then null else f.bundle_key end,
      f.room_id,
      case
        when f.kind in (${COMMENT_KINDS}, ${MODEL_COMMENT_KINDS}) then f.comment_id
        when f.kind in (${TAKE_KINDS}) then f.take_id
        when f.kind in (${VERSION_KINDS}) then substr(f.bundle_key, 9)
        when f.kind in ('modelReactions', 'versionQuarantined') then f.model_id
        else f.post_id
      end,
      case
        when f.kind in (${COMMENT_KINDS}) then f.post_id
        when f.kind in (${MODEL_COMMENT_KINDS}, ${VERSION_KINDS}, 'modelUsed') then f.model_id
      end,
      null, f.actor_ids, f.\`count\`,
      case
        when f.kind in (${TAKE_KINDS}) then json_object('number', t.number, 'prompt', t.prompt)
        else coalesce(f.data, '{}')
      end,
      cast(coalesce(json_extract(f.data, '$.since'), f.at) as ${integer}), f.at, f.read_at
    from \`feed_notification\` f left join \`take\` t on t.id = f.take_id
    where f.kind not in (${TAKE_KINDS}) or t.id is not null`,
  `insert into \`${NEW_TABLE}\` (${COLUMNS})
    select id, user_id, kind, null, null, case_id, null, null,
      case when json_extract(data, '$.byId') is null then '[]' else json_array(json_extract(data, '$.byId')) end,
      1, json_remove(data, '$.byId'), at, at, read_at
    from \`safety_notification\``,
];

/** Tables that the copy replaces, besides \`notification\`. */
const REPLACED_TABLES = ['feed_notification', 'safety_notification'] as const;

const INDEXES: Readonly<Record<string, string>> = {
  notification_page: '`user_id`, `at`, `id`',
  notification_unread: '`user_id`, `read_at`, `room_id`, `seq`',
  notification_bundle: '`user_id`, `bundle_key`, `read_at`',
  notification_subject: '`subject_id`, `user_id`',
  notification_parent: '`parent_id`',
};

const BEFORE = 'notification_before';
const KEYS = Object.entries(INDEXES).map(([name, columns]) => `index \`${name}\` (${columns})`);

async function copyOnMysql(execute: Execute): Promise<void> {
  await execute(`drop table if exists \`${NEW_TABLE}\``);
  await execute(
    `create table \`${NEW_TABLE}\` (\`id\` char(36) not null, \`user_id\` char(36) not null, \`kind\` varchar(20) not null, \`bundle_key\` varchar(80) null, \`room_id\` char(36) null, \`subject_id\` char(36) null, \`parent_id\` char(36) null, \`seq\` int null, \`actor_ids\` text not null, \`count\` int not null, \`facts\` longtext not null, \`created_at\` bigint not null, \`at\` bigint not null, \`read_at\` bigint null, primary key (\`id\`), ${KEYS.join(', ')}) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB`,
  );
  for (const statement of copyNotifications('signed')) await execute(statement);
  await execute(`rename table \`notification\` to \`${BEFORE}\`, \`${NEW_TABLE}\` to \`notification\``);
}

/**
 * One table for the notifications of all slices. SQLite rolls all of it back together. MySQL commits with every change of
 * a table, so the filled table gets its name in one statement: after a crash before it all starts again, after it only
 * tables are left to drop.
 */
export const notifications: Migration = {
  sqlite: [
    `create table \`${NEW_TABLE}\` (\`id\` text not null primary key, \`user_id\` text not null, \`kind\` text not null, \`bundle_key\` text null, \`room_id\` text null, \`subject_id\` text null, \`parent_id\` text null, \`seq\` integer null, \`actor_ids\` text not null, \`count\` integer not null, \`facts\` longtext not null, \`created_at\` bigint not null, \`at\` bigint not null, \`read_at\` bigint null)`,
    ...copyNotifications('integer'),
    ...['notification', ...REPLACED_TABLES].map((table) => `drop table \`${table}\``),
    `alter table \`${NEW_TABLE}\` rename to \`notification\``,
    ...Object.entries(INDEXES).map(([name, columns]) => `create index \`${name}\` on \`notification\` (${columns})`),
  ],
  async mysql(execute) {
    if (await columnExists(execute, 'notification', 'message_id')) await copyOnMysql(execute);
    await execute(`drop table if exists ${[BEFORE, ...REPLACED_TABLES].map((name) => `\`${name}\``).join(', ')}`);
  },
};
