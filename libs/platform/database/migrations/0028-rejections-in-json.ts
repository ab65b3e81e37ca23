import type { Migration } from './migration.js';

/** Keys only: inside a JSON text, a quote is escaped, so `"refusal":` is never part of a value. */
const STATEMENTS = [
  `update \`hub_draft\` set \`rejected_files\` = replace(\`rejected_files\`, '"refusal":', '"rejection":') where \`rejected_files\` is not null`,
];

export const rejectionsInJson: Migration = { sqlite: STATEMENTS, mysql: STATEMENTS };
