import type { Migration } from './migration.js';

/** Inside a JSON text, a quote is escaped, so the quoted code is never part of a value. */
const STATEMENTS = (['hub_draft.rejection', 'hub_draft.rejected_files', 'hub_draft_file.rejection'] as const).map(
  (path) => {
    const [table, column] = path.split('.');
    return `update \`${table}\` set \`${column}\` = replace(\`${column}\`, '"HUB_DISK_FULL"', '"STORAGE_FULL"') where \`${column}\` like '%"HUB_DISK_FULL"%'`;
  },
);

export const oneCodeForFullDisks: Migration = { sqlite: STATEMENTS, mysql: STATEMENTS };
