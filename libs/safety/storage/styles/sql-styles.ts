import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { Style, StyleOf } from '../../domain/styles/style.js';
import { Styles } from '../../domain/styles/styles.js';

interface StyleRow {
  scope: StyleOf;
  subject_id: string;
  prefix: string;
  suffix: string;
  is_on: number;
  by_id: string;
  at: number;
}

const styleOf = ({ scope, subject_id, prefix, suffix, is_on }: StyleRow): Style => ({
  ...{ of: scope, id: subject_id, prefix, suffix, isOn: Boolean(is_on) },
});

@Injectable()
export class SqlStyles extends Styles {
  constructor(private readonly database: Database) {
    super();
  }

  async around({ roomId, model }: { readonly roomId: string; readonly model: string }): Promise<Style[]> {
    const rows = this.query
      .selectFrom('prompt_style')
      .selectAll()
      .where(({ and, eb, or }) =>
        or([
          eb('scope', '=', 'instance'),
          and([eb('scope', '=', 'model'), eb('subject_id', '=', model)]),
          and([eb('scope', '=', 'room'), eb('subject_id', '=', roomId)]),
        ]),
      );
    return (await rows.execute()).map(styleOf);
  }

  async ofInstance(): Promise<Style[]> {
    const rows = this.query.selectFrom('prompt_style').selectAll().where('scope', 'in', ['instance', 'model']);
    return (await rows.orderBy('scope').orderBy('subject_id').execute()).map(styleOf);
  }

  async put(style: Style, byId: string, at: number): Promise<Style | null> {
    const { of: scope, id: subject_id, prefix, suffix, isOn } = style;
    const before = await this.query
      .selectFrom('prompt_style')
      .selectAll()
      .where('scope', '=', scope)
      .where('subject_id', '=', subject_id)
      .executeTakeFirst();
    await this.remove(scope, subject_id);
    const row = { scope, subject_id, prefix, suffix, is_on: isOn ? 1 : 0, by_id: byId, at };
    await this.query.insertInto('prompt_style').values(row).execute();
    return before ? styleOf(before) : null;
  }

  async remove(of: StyleOf, id: string): Promise<boolean> {
    const gone = this.query.deleteFrom('prompt_style').where('scope', '=', of).where('subject_id', '=', id);
    return (await gone.executeTakeFirst()).numDeletedRows > 0n;
  }

  private get query() {
    return this.database.query<{ prompt_style: StyleRow }>();
  }
}
