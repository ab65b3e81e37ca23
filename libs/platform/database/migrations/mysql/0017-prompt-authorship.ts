import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'alter table `jam_snapshot` add `authorship` longtext null',
  'alter table `jam_update` add `authorship` longtext null',
];

export class PromptAuthorship extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
