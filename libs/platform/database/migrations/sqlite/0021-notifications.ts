import { Migration } from '@mikro-orm/migrations';
import { copyNotifications, INDEXES, NEW_TABLE, REPLACED_TABLES } from '../notifications/copy-notifications.js';

const STATEMENTS = [
  `create table \`${NEW_TABLE}\` (\`id\` text not null primary key, \`user_id\` text not null, \`kind\` text not null, \`bundle_key\` text null, \`room_id\` text null, \`subject_id\` text null, \`parent_id\` text null, \`seq\` integer null, \`actor_ids\` text not null, \`count\` integer not null, \`facts\` longtext not null, \`created_at\` bigint not null, \`at\` bigint not null, \`read_at\` bigint null)`,
  ...copyNotifications('integer'),
  ...['notification', ...REPLACED_TABLES].map((table) => `drop table \`${table}\``),
  `alter table \`${NEW_TABLE}\` rename to \`notification\``,
  ...Object.entries(INDEXES).map(([name, columns]) => `create index \`${name}\` on \`notification\` (${columns})`),
];

/** One table for the notifications of all slices. SQLite rolls all of it back together. */
export class Notifications extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
