import type { Migration } from './migration.js';

/** Keys only: inside a JSON text, a quote is escaped, so `"hands":` is never part of a value. */
const STATEMENTS = [
  `update \`post\` set \`parameters\` = replace(replace(\`parameters\`, '"hands":', '"authorship":'), '"added":', '"promptPrefixes":')`,
  `update \`take\` set \`images\` = replace(\`images\`, '"again":', '"replaced":') where \`images\` like '%"again":%'`,
];

export const namesInJson: Migration = { sqlite: STATEMENTS, mysql: STATEMENTS };
