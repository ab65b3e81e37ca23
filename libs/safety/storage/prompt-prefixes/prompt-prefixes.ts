import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import type { PromptPrefixScope } from '@visionary/contract';
import type { StoredPromptPrefix } from '../../domain/prompt-prefixes/prompt-prefix.js';

const prefixOf = ({
  scope,
  subject_id,
  prefix,
  negative_suffix: negativeSuffix,
  is_enabled,
}: Row<'prompt_prefix'>): StoredPromptPrefix => ({
  scope,
  id: subject_id,
  prefix,
  negativeSuffix,
  isOn: Boolean(is_enabled),
});

@Injectable()
export class PromptPrefixes {
  constructor(private readonly database: Database) {}

  /** Reads the prefixes of the instance, the model and the room. */
  async applicable({
    roomId,
    model,
  }: {
    readonly roomId: string;
    readonly model: string;
  }): Promise<StoredPromptPrefix[]> {
    const rows = this.database
      .selectFrom('prompt_prefix')
      .selectAll()
      .where(({ and, eb, or }) =>
        or([
          eb('scope', '=', 'instance'),
          and([eb('scope', '=', 'model'), eb('subject_id', '=', model)]),
          and([eb('scope', '=', 'room'), eb('subject_id', '=', roomId)]),
        ]),
      );
    return (await rows.execute()).map(prefixOf);
  }

  /** Reads the prefixes of the instance and of all models. */
  async ofInstance(): Promise<StoredPromptPrefix[]> {
    const rows = this.database.selectFrom('prompt_prefix').selectAll().where('scope', 'in', ['instance', 'model']);
    return (await rows.orderBy('scope').orderBy('subject_id').execute()).map(prefixOf);
  }

  /** Replaces a prefix inside a transaction. @returns the one before */
  async put(storedPromptPrefix: StoredPromptPrefix, byId: string, at: number): Promise<StoredPromptPrefix | null> {
    const { scope, id: subject_id, prefix, negativeSuffix, isOn } = storedPromptPrefix;
    const before = await this.database
      .selectFrom('prompt_prefix')
      .selectAll()
      .where('scope', '=', scope)
      .where('subject_id', '=', subject_id)
      .executeTakeFirst();
    await this.remove(scope, subject_id);
    const row = {
      scope,
      subject_id,
      prefix,
      negative_suffix: negativeSuffix,
      is_enabled: isOn ? 1 : 0,
      actor_id: byId,
      at,
    };
    await this.database.insertInto('prompt_prefix').values(row).execute();
    return before ? prefixOf(before) : null;
  }

  /** @returns whether there was one */
  async remove(scope: PromptPrefixScope, id: string): Promise<boolean> {
    const removal = this.database.deleteFrom('prompt_prefix').where('scope', '=', scope).where('subject_id', '=', id);
    return (await removal.executeTakeFirst()).numDeletedRows > 0n;
  }
}
