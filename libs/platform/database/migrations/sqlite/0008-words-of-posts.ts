import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  // As message_words; a head of title, tags and author, by which what fits best comes first.
  "create virtual table `post_words` using fts5(`head`, `body`, `facets`, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '4 5')",
];

export class WordsOfPosts extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
