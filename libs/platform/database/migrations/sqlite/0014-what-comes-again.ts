import { Migration } from '@mikro-orm/migrations';
import { CONTENTS } from './0014/contents.js';
import { TAKEN_OVER } from './0014/levels.js';

/** What decisions hold for beyond the one thing they were taken on, and what else came after levels: each part in a file of its own. */
export class WhatComesAgain extends Migration {
  override up(): void {
    for (const statement of [...CONTENTS, ...TAKEN_OVER]) this.addSql(statement);
  }
}
