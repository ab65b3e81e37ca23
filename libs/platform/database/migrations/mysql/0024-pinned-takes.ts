import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `pinned_take` (`take_id` char(36) not null, `room_id` char(36) not null, `seq` int not null, primary key (`take_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `pinned_take` add index `pinned_take_room` (`room_id`)',
];

export class PinnedTakes extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
