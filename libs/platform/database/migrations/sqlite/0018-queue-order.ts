import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = ['alter table `take` add `model` text null', 'alter table `take` add `memory_key` text null'];

export class QueueOrder extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
