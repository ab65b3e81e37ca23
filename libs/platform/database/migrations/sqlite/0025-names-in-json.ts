import { Migration } from '@mikro-orm/migrations';

/** Keys only: inside a JSON text, a quote is escaped, so `"hands":` is never part of a value. */
const STATEMENTS = [
  `update \`post\` set \`parameters\` = replace(replace(\`parameters\`, '"hands":', '"authorship":'), '"added":', '"promptPrefixes":')`,
  `update \`take\` set \`images\` = replace(\`images\`, '"again":', '"replaced":') where \`images\` like '%"again":%'`,
];

export class NamesInJson extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
