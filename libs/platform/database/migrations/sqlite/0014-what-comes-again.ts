import { Migration } from '@mikro-orm/migrations';
import { CONTENTS } from './0014/contents.js';

/** What decisions hold for beyond the one thing they were taken on, and what else came after levels: each part in a file of its own. */
export class WhatComesAgain extends Migration {
  override up(): void {
    for (const statement of [...CONTENTS]) this.addSql(statement);
  }
}
