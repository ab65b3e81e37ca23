import { Migration } from '@mikro-orm/migrations';
import { LEVELS } from './0013/levels.js';

/** Who sees what, and what else came after safety: each part in a file of its own. */
export class SeenByWhom extends Migration {
  override up(): void {
    for (const statement of [...LEVELS]) this.addSql(statement);
  }
}
