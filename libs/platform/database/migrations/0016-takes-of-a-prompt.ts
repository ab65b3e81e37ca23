import { createHash } from 'node:crypto';
import type { Migration } from './migration.js';
import { rewriteTable } from './rewrite-table.js';

/** SQLite has no SHA-256. */
const keyOf = ({ prompt, negative }: Record<string, unknown>): string =>
  createHash('sha256')
    .update(`${String(prompt)}\0${String(negative)}`)
    .digest('hex');

export const takesOfAPrompt: Migration = {
  async sqlite(execute) {
    await execute('alter table `take` add column `prompt_key` text null');
    await rewriteTable(execute, {
      table: 'take',
      key: ['id'],
      columns: ['prompt', 'negative'],
      rewrite: (row) => ({ prompt_key: keyOf(row) }),
    });
    await execute('create index `take_of_prompt` on `take` (`author_id`, `prompt_key`, `id`, `status`)');
  },
  mysql: [
    'alter table `take` add `prompt_key` char(64) null',
    'update `take` set `prompt_key` = sha2(concat(`prompt`, char(0), `negative`), 256)',
    'alter table `take` add index `take_of_prompt` (`author_id`, `prompt_key`, `id`, `status`)',
  ],
};
