import { Migration } from '@mikro-orm/migrations';
import { copyNotifications, INDEXES, NEW_TABLE, REPLACED_TABLES } from '../notifications/copy-notifications.js';

const BEFORE = 'notification_before';
const KEYS = Object.entries(INDEXES).map(([name, columns]) => `index \`${name}\` (${columns})`);

/**
 * One table for the notifications of all slices. MySQL commits with every change of a table, so the filled table gets its
 * name in one statement: after a crash before it all starts again, after it only tables are left to drop.
 */
export class Notifications extends Migration {
  override async up(): Promise<void> {
    const old = await this.execute(
      `select column_name from information_schema.columns
        where table_schema = database() and table_name = 'notification' and column_name = 'message_id'`,
    );
    if (old.length > 0) await this.copy();
    await this.execute(`drop table if exists ${[BEFORE, ...REPLACED_TABLES].map((name) => `\`${name}\``).join(', ')}`);
  }

  private async copy(): Promise<void> {
    await this.execute(`drop table if exists \`${NEW_TABLE}\``);
    await this.execute(
      `create table \`${NEW_TABLE}\` (\`id\` char(36) not null, \`user_id\` char(36) not null, \`kind\` varchar(20) not null, \`bundle_key\` varchar(80) null, \`room_id\` char(36) null, \`subject_id\` char(36) null, \`parent_id\` char(36) null, \`seq\` int null, \`actor_ids\` text not null, \`count\` int not null, \`facts\` longtext not null, \`created_at\` bigint not null, \`at\` bigint not null, \`read_at\` bigint null, primary key (\`id\`), ${KEYS.join(', ')}) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB`,
    );
    for (const statement of copyNotifications('signed')) await this.execute(statement);
    await this.execute(`rename table \`notification\` to \`${BEFORE}\`, \`${NEW_TABLE}\` to \`notification\``);
  }
}
