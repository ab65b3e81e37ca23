import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `hub_revision` (`name` text not null primary key, `revision` bigint not null)',
  "insert into `hub_revision` (`name`, `revision`) values ('offers', 0)",
];

export class HubRevision extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
