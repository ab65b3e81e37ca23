import type { Database } from '@visionary/platform/database';
import { searchTermsOf } from '../../domain/versions/search-terms.js';
import { modelOf } from '../rows.js';
import { toVersionSummary, VERSION_COLUMNS } from '../rows.js';

const BATCH_SIZE = 500;

/** Rewrites a model's newest version, tags, and search words after any change. */
export class ModelSearchIndex {
  constructor(private readonly database: Database) {}

  async refresh(modelId: string): Promise<void> {
    const row = await this.database.selectFrom('hub_model').selectAll().where('id', '=', modelId).executeTakeFirst();
    if (!row) return;
    const model = modelOf(row);
    const versions = (await this.ofModel(modelId)).map(toVersionSummary);
    const published = versions.filter(({ state }) => state === 'published');
    const [newest] = published;
    const changes = {
      newest_version_id: newest?.id ?? null,
      published_at: newest?.at ?? null,
      ...((newest ?? versions[0]) && { base_model: (newest ?? versions[0])?.base }),
    };
    await this.database.updateTable('hub_model').set(changes).where('id', '=', modelId).execute();
    await this.remove(modelId);
    const tags = [...new Set(model.tags)].map((tag) => ({ tag, model_id: modelId }));
    if (tags.length > 0) await this.database.insertInto('hub_tag').values(tags).execute();
    await this.addWords(modelId, [...searchTermsOf(model, published.length > 0 ? published : versions)]);
  }

  async remove(modelId: string): Promise<void> {
    await this.database.deleteFrom('hub_tag').where('model_id', '=', modelId).execute();
    await this.database.deleteFrom('hub_search_term').where('model_id', '=', modelId).execute();
  }

  private async addWords(modelId: string, words: readonly (readonly [string, number])[]): Promise<void> {
    for (let from = 0; from < words.length; from += BATCH_SIZE) {
      const batch = words.slice(from, from + BATCH_SIZE);
      const rows = batch.map(([word, weight]) => ({ term: word, model_id: modelId, weight }));
      await this.database.insertInto('hub_search_term').values(rows).execute();
    }
  }

  private ofModel(modelId: string) {
    const rows = this.database.selectFrom('hub_version').select(VERSION_COLUMNS).where('model_id', '=', modelId);
    return rows.orderBy('at', 'desc').orderBy('id', 'desc').execute();
  }
}
