import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `hub_revision` (`name` varchar(10) not null, `revision` bigint not null, primary key (`name`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  "insert into `hub_revision` (`name`, `revision`) values ('offers', 0)",
];

export class HubRevision extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
