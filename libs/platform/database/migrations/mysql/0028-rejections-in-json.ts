import { Migration } from '@mikro-orm/migrations';

/** Keys only: inside a JSON text, a quote is escaped, so `"refusal":` is never part of a value. */
export class RejectionsInJson extends Migration {
  override up(): void {
    this.addSql(
      `update \`hub_draft\` set \`rejected_files\` = replace(\`rejected_files\`, '"refusal":', '"rejection":') where \`rejected_files\` is not null`,
    );
  }
}
