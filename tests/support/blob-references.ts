import { randomUUID } from 'node:crypto';
import type { Database } from '@visionary/platform/database';

type Row = Record<string, string | number | null>;

const LONG_AGO = Date.now() - 2 * 24 * 3_600_000;

const base = () => ({ id: randomUUID(), width: 8, height: 8 });
const takeOf = (user: string, images: object[]): Row => ({
  ...{ id: randomUUID(), room_id: randomUUID(), number: 1, seq: 1, author_id: user, prompt_author_ids: '[]' },
  ...{ status: 'finished', prompt: '', negative: '', settings: '{}', losses: 0 },
  ...{ queued_at: LONG_AGO, ended_at: Date.now(), images: JSON.stringify(images) },
});

const postOf = (user: string, hashes: Row): Row => ({
  ...{ ...base(), author_id: user, client_id: randomUUID(), title: '', description: '', tags: '[]', prompt: '' },
  ...{ content_rating: 'everyone', comments_enabled: 1, participants: '[]', at: 1, hot_score: 0 },
  ...{ sha256: 'f'.repeat(64), ...hashes },
});

const sampleOf = (sha256: string, thumbnail_sha256: string | null): Row => ({
  ...{ ...base(), version_id: randomUUID(), position: 0, prompt: '', is_uploaded: 0, take_id: null, at: 1 },
  ...{ sha256, thumbnail_sha256 },
});

/** Inserts a row that references a blob, for each such column, named TABLE.COLUMN. */
const ROWS: Record<string, (key: string, user: string) => Row> = {
  'take.images': (sha256, user) => takeOf(user, [{ width: 8, height: 8, seed: 1, sha256 }]),
  'take_image.sha256': (sha256) => ({ sha256, take_id: randomUUID() }),
  'room_upload.sha256': (sha256, user) => ({
    ...{ ...base(), room_id: randomUUID(), author_id: user, uploaded_at: 1, sha256 },
  }),
  'post.sha256': (sha256, user) => postOf(user, { sha256 }),
  'post.replay_sha256': (replay_sha256, user) => postOf(user, { replay_sha256 }),
  'post.clip_sha256': (clip_sha256, user) => postOf(user, { clip_sha256 }),
  'post_upload.sha256': (sha256, user) => ({ ...base(), author_id: user, infotext: null, at: 1, sha256 }),
  'image_thumbnail.thumbnail_sha256': (thumbnail_sha256) => ({ sha256: 'f'.repeat(64), side: 256, thumbnail_sha256 }),
  'hub_file.sha256': (sha256) => ({
    ...{ version_id: randomUUID(), position: 0, path: 'cover.png', sha256, weights_hash: null, bytes: 8, crc32: 0 },
  }),
  'hub_draft_file.sha256': (sha256) => ({
    ...{ id: randomUUID(), draft_id: randomUUID(), path: 'cover.png', bytes: 8, received: 8, state: 'checked', sha256 },
    ...{ weights_hash: null, crc32: 0, is_deduplicated: 0, created_at: 1, last_received_at: 1 },
  }),
  'hub_sample.sha256': (sha256) => sampleOf(sha256, null),
  'hub_sample.thumbnail_sha256': (small) => sampleOf('f'.repeat(64), small),
};

/** @returns a function that removes the reference */
export async function referenceBlob(database: Database, name: string, key: string, user: string) {
  const sql = database.query<Record<string, Row>>();
  const [table = '', column = ''] = name.split('.');
  if (name === 'account.avatar') {
    const show = (image: string | null) =>
      sql.updateTable('account').set({ avatar: image }).where('id', '=', user).execute();
    await show(key);
    return async () => void (await show(null));
  }
  const row = ROWS[name]?.(key, user);
  if (!row) throw new Error(`Nobody knows a row that needs a blob by ${name}.`);
  await sql.insertInto(table).values(row).execute();
  return async () =>
    void (await sql
      .deleteFrom(table)
      .where(column, '=', row[column] ?? null)
      .execute());
}
