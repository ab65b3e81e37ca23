import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = ['alter table `take` add column `overtaken` integer not null default 0'];

export class Overtakes extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
