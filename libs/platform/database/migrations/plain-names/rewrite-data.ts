import { rewriteAuditChain } from './audit-chain.js';
import { rewriteJamDocuments } from './jam-documents.js';
import type { Execute } from '../migration.js';
import { rewriteTable } from '../rewrite-table.js';
import { JSON_COLUMNS, JSON_TABLE_KEYS } from './stored-json.js';
import { SUBJECT_KEY_COLUMNS, VALUE_COLUMNS } from './stored-values.js';

/** Renames what rows hold: keys of JSON, values of lists, keys of subjects, the audit log, and documents of rooms. */
export async function rewriteData(execute: Execute): Promise<void> {
  for (const [table, changes] of Object.entries(JSON_COLUMNS)) {
    const columns = Object.keys(changes);
    const rewrite = (row: Record<string, unknown>) =>
      Object.fromEntries(columns.map((column) => [column, changes[column]?.(row[column])]));
    await rewriteTable(execute, { table, key: JSON_TABLE_KEYS[table] ?? ['id'], columns, rewrite });
  }
  for (const [table, column, values] of VALUE_COLUMNS) {
    for (const [before, after] of Object.entries(values)) {
      await execute(`update \`${table}\` set \`${column}\` = ? where \`${column}\` = ?`, [after, before]);
    }
  }
  for (const [table, column] of SUBJECT_KEY_COLUMNS) {
    const after = `replace(\`${column}\`, 'person:', 'user:')`;
    await execute(`update \`${table}\` set \`${column}\` = ${after} where \`${column}\` like 'person:%'`);
  }
  await execute(`update safety_case set path = replace(path, '/people/', '/users/') where path like '/people/%'`);
  await rewriteAuditChain(execute);
  await rewriteJamDocuments(execute);
}
