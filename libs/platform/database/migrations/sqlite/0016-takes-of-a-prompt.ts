import { createHash } from 'node:crypto';
import { Migration } from '@mikro-orm/migrations';

interface Row {
  readonly id: string;
  readonly prompt: string;
  readonly negative: string;
}

const ROW_BATCH_SIZE = 500;

/** SQLite has no SHA-256. */
const keyOf = ({ prompt, negative }: Row): string =>
  createHash('sha256').update(`${prompt}\0${negative}`).digest('hex');

export class TakesOfAPrompt extends Migration {
  override async up(): Promise<void> {
    await this.execute('alter table `take` add column `prompt_key` text null');
    let rows: Row[] = [];
    do {
      rows = await this.after(rows.at(-1)?.id ?? '');
      for (const row of rows) {
        await this.execute('update `take` set `prompt_key` = ? where `id` = ?', [keyOf(row), row.id]);
      }
    } while (rows.length === ROW_BATCH_SIZE);
    await this.execute('create index `take_of_prompt` on `take` (`author_id`, `prompt_key`, `id`, `status`)');
  }

  private async after(id: string): Promise<Row[]> {
    const rows = 'select `id`, `prompt`, `negative` from `take` where `id` > ? order by `id`';
    return (await this.execute(`${rows} limit ${ROW_BATCH_SIZE}`, [id])) as unknown as Row[];
  }
}
