import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `pinned_take` (`take_id` text not null primary key, `room_id` text not null, `seq` integer not null)',
  'create index `pinned_take_room` on `pinned_take` (`room_id`)',
];

export class PinnedTakes extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
