import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * Writes versions of one file each into the database of a running server: publishing is not measured.
 * @returns {Promise<string[]>} the paths their files are downloaded from
 */
export async function publishFiles({ data }, files) {
  const database = new Database(join(data, 'visionary.sqlite'));
  database.pragma('busy_timeout = 10000');
  const insert = (table, row) => {
    const names = Object.keys(row);
    const marks = names.map((name) => `@${name}`).join(', ');
    database.prepare(`insert into ${table} (${names.join(', ')}) values (${marks})`).run(row);
  };
  const paths = files.map(({ sha256, bytes, crc32 }, index) => {
    const [modelId, versionId, at] = [randomUUID(), randomUUID(), Date.now()];
    const described = {
      description: '',
      license: 'MIT',
      license_text: '',
      tags: '[]',
      content_rating: 'everyone',
      base_model: 'other',
    };
    insert('hub_model', {
      id: modelId,
      creator_id: randomUUID(),
      kind: 'weights',
      name: `Bench ${index}`,
      name_key: `bench${index}`,
      name_confusable_key: `bench${index}`,
      ...{ ...described, newest_version_id: versionId, published_at: at, created_at: at },
    });
    const none = { notes: '', base_model_name: '', trigger_words: '[]', recommended: '{}', file_metadata: '{}' };
    insert('hub_version', {
      id: versionId,
      model_id: modelId,
      label: '1',
      version_ref: `bench-${index}`,
      state: 'published',
      base_model: 'other',
      ...{ ...none, hash: sha256, bytes, at },
    });
    insert('hub_file', { version_id: versionId, position: 0, path: 'weights.safetensors', sha256, bytes, crc32 });
    return `/api/hub/versions/${versionId}/files/0`;
  });
  database.close();
  return paths;
}
