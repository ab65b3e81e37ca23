import { Migration } from '@mikro-orm/migrations';
import { CASES } from './0012/cases.js';
import { FINDING } from './0012/finding.js';
import { HUB } from './0012/hub.js';
import { PICTURES } from './0012/pictures.js';
import { STYLES } from './0012/styles.js';
import { WORDS } from './0012/words.js';

/** Legal and decent: words, cases, pictures and style, each part in a file of its own. */
export class Safety extends Migration {
  override up(): void {
    for (const statement of [...WORDS, ...CASES, ...PICTURES, ...STYLES, ...HUB, ...FINDING]) this.addSql(statement);
  }
}
