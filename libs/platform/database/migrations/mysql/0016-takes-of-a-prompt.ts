import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'alter table `take` add `prompt_key` char(64) null',
  'update `take` set `prompt_key` = sha2(concat(`prompt`, char(0), `negative`), 256)',
  'alter table `take` add index `take_of_prompt` (`author_id`, `prompt_key`, `id`, `status`)',
];

export class TakesOfAPrompt extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
