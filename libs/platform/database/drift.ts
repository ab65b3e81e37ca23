import type { Orm } from './orm.js';

/**
 * What the entities want and this database lacks; empty when the migrations say all of it.
 * @returns SQL statements without their semicolons
 */
export const missingSql = async (orm: Orm): Promise<string[]> => {
  const dump = await orm.schema.getUpdateSchemaSQL({ wrap: false, safe: false });
  return dump
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter(Boolean);
};
