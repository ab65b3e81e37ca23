import { columnExists, type Execute, type Migration } from './migration.js';

/** Which rows of which table become reactions of which kind. */
const SOURCES = [
  { kind: 'post', table: 'post_reaction', column: 'post_id', condition: '1 = 1' },
  { kind: 'message', table: 'message_reaction', column: 'message_id', condition: '1 = 1' },
  { kind: 'review', table: 'hub_reaction', column: 'target_id', condition: 'target_id in (select id from hub_review)' },
  {
    kind: 'model',
    table: 'hub_reaction',
    column: 'target_id',
    condition: 'target_id not in (select id from hub_review)',
  },
];

/**
 * Moves all reactions into the table for all subjects. Each step can run again after a crash.
 * @param exists whether a table is still there
 */
async function carryOverReactions(execute: Execute, exists: (table: string) => Promise<boolean>): Promise<void> {
  for (const { kind, table, column, condition } of SOURCES) {
    if (!(await exists(table))) continue;
    await execute(
      `insert into reaction (subject_kind, subject_id, user_id, emoji, at)
        select '${kind}', ${column}, user_id, emoji, at from \`${table}\` old where ${condition}
        and not exists (select 1 from reaction known where known.subject_kind = '${kind}'
          and known.subject_id = old.${column} and known.user_id = old.user_id and known.emoji = old.emoji)`,
    );
  }
  await execute(`delete from reaction_count where subject_kind <> 'comment'`);
  await execute(
    `insert into reaction_count (subject_kind, subject_id, emoji, count)
      select subject_kind, subject_id, emoji, count(*) from reaction where subject_kind <> 'comment'
      group by subject_kind, subject_id, emoji`,
  );
  for (const table of ['post_reaction', 'post_reaction_count', 'message_reaction', 'hub_reaction']) {
    if (await exists(table)) await execute(`drop table \`${table}\``);
  }
}

/**
 * One table of reactions for all subjects. SQLite rolls all of it back together. MySQL commits each change of a table:
 * after a crash the rest is done.
 */
export const reactions: Migration = {
  sqlite: (execute) => carryOverReactions(execute, async () => true),
  mysql: (execute) => carryOverReactions(execute, (table) => columnExists(execute, table, 'emoji')),
};
