import { readdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EntitySchema } from '@mikro-orm/core';
import { migrate, schemaDriftSql } from '@visionary/platform/database';
import { promptKeyOf } from '../../libs/generation/storage/take-row.js';
import { emptyDatabase, execute, insertAll, openOrm, type Orm, type Row, type Rows } from '../support/orm.js';
import { DIALECTS } from '../support/services.js';

const LIBS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'libs');

/** The entities of every slice that has tables, found by listing the folders. */
const allEntities = async (): Promise<EntitySchema[]> => {
  const slices = readdirSync(LIBS).filter((slice) => existsSync(join(LIBS, slice, 'storage', 'entities.ts')));
  const entities: EntitySchema[] = [];
  for (const slice of slices) {
    const url = pathToFileURL(join(LIBS, slice, 'storage', 'entities.ts')).href;
    const module = (await import(url)) as Record<string, EntitySchema[]>;
    entities.push(...(module[`${slice}Entities`] ?? []));
  }
  return entities;
};

describe.each(DIALECTS)('migrations of %s', (dialect) => {
  const open = async () => emptyDatabase(dialect, await allEntities());

  it('[D1] create exactly the tables of the entities', async () => {
    const { orm, url } = await open();
    expect(await schemaDriftSql(orm)).not.toEqual([]);
    expect(await migrate(orm, url)).not.toEqual([]);
    expect(await schemaDriftSql(orm)).toEqual([]);
  });

  it('[D1] are applied once, also by nodes that start at once', async () => {
    const { url, orm } = await open();
    const others = dialect === 'sqlite' ? [] : [await openOrm(url), await openOrm(url)];
    const applied = await Promise.all([orm, ...others].map((one) => migrate(one, url)));
    expect(applied.flat()).toEqual([...new Set(applied.flat())]);
    expect(await migrate(orm, url)).toEqual([]);
  });
});

const [ONE, TWO] = ['a'.repeat(64), 'b'.repeat(64)];
const PROMPTS = [
  ['雨中的猫 🐈', ''],
  ['a cat ', 'blurry'],
] as const;

/** A take before migration 0019, in a room of its own test. */
const take = (room: string, number: number, more: Row = {}): Row => ({
  ...{ id: `${room} ${number}`, room_id: room, number, seq: number, author_id: 'a', writers: '[]', status: 'finished' },
  ...{ prompt: '', negative: '', settings: '{}', pictures: '[]', queued_at: 1, losses: 0, overtaken: 0, ...more },
});
const pictures = (...sha256s: string[]) =>
  JSON.stringify(sha256s.map((sha256) => ({ width: 8, height: 8, seed: 1, sha256 })));

const user = { id: 'gone', name: 'Carla Gone' };
const said = { id: 'm', author: user, text: 'so "name": "x"', mentions: [{ ...user, picture: '/p' }] };
const shownTake = { loras: [{ id: 'l', name: 'Ink', weight: 1 }], by: user };
const EVENTS = Array.from(
  { length: 520 },
  (_, n) => [{ person: user, role: 'editor', by: user }, { message: said }, { take: shownTake }][n % 3],
);

const LORAS = [
  { id: 'ink', weight: 1, sha256: ONE },
  { id: 'moss', weight: 1 },
];
const posted = ({ n, loras, ...image }: { n: number; loras?: object[]; level?: string }) =>
  take('posted', n, {
    record: JSON.stringify({ job: { loras } }),
    pictures: JSON.stringify([{ sha256: 'c'.repeat(64), seed: 7, ...image }]),
  });
const post = (n: number, maturity: string): Row => ({
  ...{ id: `post ${n}`, number: n + 1, author_id: 'a', client_id: `${n}`, take_id: `posted ${n}`, picture_index: 0 },
  ...{ sha256: 'x', width: 1, height: 1, title: '', words: '', tags: '[]', maturity, comments_on: 1 },
  ...{ people: '[]', prompt: '', at: 7 + n, hot: 1 },
});

const SUBJECTS = [
  ...[{ post_id: 'a' }, { post_id: 'a' }, { comment_id: 'c' }, { comment_id: 'r' }, { model_id: 'm' }],
  { person_id: 'p' },
];

/** What databases held when a migration was the last one, by its name. */
const ROWS: Readonly<Record<string, Rows>> = {
  '0003-overtakes': {
    account: [
      {
        ...{ id: 'old', name: 'Old Ann', folded_name: 'old ann', looks_name: 'Old Ann', password_hash: 'hash' },
        ...{ language: 'en', theme: 'dark', role: 'admin', created_at: 5 },
      },
    ],
    session: [{ id: 's', token_hash: 'h', account_id: 'old', created_at: 7, expires_at: 9 }],
  },
  '0008-words-of-posts': {
    room_event: EVENTS.map((payload, n) => ({
      ...{ room_id: `room ${n % 7}`, seq: n, type: 'x', at: 5, payload: JSON.stringify(payload) },
    })),
  },
  '0009-names-out-of-the-log': {
    take: [posted({ n: 0, loras: LORAS, level: 'adult' }), posted({ n: 1 })],
    post: [post(0, 'adult'), post(1, 'sensitive')],
  },
  '0010-makers': {
    take: [pictures(ONE, TWO, TWO), pictures(), pictures(ONE)].map((of, n) => take('images', n, { pictures: of })),
  },
  '0011-hub': {
    hub_review: [{ id: 'r', model_id: 'm', person_id: 'p', stars: 1, words: '', label: '1', at: 1 }],
    report: SUBJECTS.map((subject, n) => ({
      ...{ id: `report ${n}`, author_id: 'by', client_id: `${n}`, reason: 'spam', words: `words ${n}`, at: 10 + n },
      ...subject,
    })),
  },
  '0015-hub-revision': { take: PROMPTS.map(([prompt, negative], n) => take('keys', n, { prompt, negative })) },
  '0026-reactions': {
    pending_version_fan_out: [
      { version_id: 'first', label: '1 "α"', is_first: 1, at: 1_800_000_000_000, fan_out_cursor: '' },
      { version_id: 'later', label: '2', is_first: 0, at: 1_800_000_000_001, fan_out_cursor: 'bob' },
    ].map((row) => ({ ...row, model_id: 'm', creator_id: 'ann' })),
  },
};

describe.each(DIALECTS)('migrations of %s with data of earlier versions', (dialect) => {
  let orm: Orm;

  beforeAll(async () => {
    const database = await emptyDatabase(dialect, await allEntities());
    orm = database.orm;
    for (const [migration, rows] of Object.entries(ROWS)) {
      await orm.migrator.up({ to: migration });
      await insertAll(orm, rows);
    }
    await migrate(orm, database.url);
  });

  const numbers = (row: Row) =>
    Object.values(row).map((value) => (/^\d+$/.test(String(value)) ? Number(value) : value));

  it('[A4] claim the names of existing accounts, whose sessions stay valid', async () => {
    const claims = await execute(
      orm,
      'select name_key, account_id, is_display_name from reserved_name order by name_key',
    );
    expect(claims.map(numbers)).toEqual([
      ['f:old ann', 'old', 1],
      ['l:Old Ann', 'old', 1],
    ]);
    const sessions = await execute(orm, 'select last_seen_at, user_agent, address from session');
    expect(sessions).toEqual([{ last_seen_at: 7, user_agent: '', address: '' }]);
  });

  it('[F91] [S123] index existing posts by LoRA, and show them in rooms to their audience', async () => {
    expect(await execute(orm, 'select * from post_lora order by lora_id')).toMatchObject([
      { post_id: 'post 0', lora_id: 'ink', hash: ONE },
      { post_id: 'post 0', lora_id: 'moss', hash: null },
    ]);
    expect(await execute(orm, 'select search_row_number, minimum_rating from post order by id')).toEqual([
      { search_row_number: dialect === 'sqlite' ? null : 1, minimum_rating: 'adult' },
      { search_row_number: 2, minimum_rating: 'everyone' },
    ]);
    const takes = await execute(orm, `select images from take where room_id = 'posted' order by id`);
    expect(takes.map(({ images }) => JSON.parse(String(images)) as unknown)).toMatchObject([
      [{ seed: 7, level: 'adult', authorRating: 'adult' }],
      [{ seed: 7, authorRating: 'sensitive' }],
    ]);
  });

  it('[M45] record the images of takes by their content', async () => {
    const kept = await execute(
      orm,
      `select take_id, sha256 from take_image where take_id like 'images %' order by take_id, sha256`,
    );
    expect(kept).toEqual([
      { take_id: 'images 0', sha256: ONE },
      { take_id: 'images 0', sha256: TWO },
      { take_id: 'images 2', sha256: ONE },
    ]);
  });

  it('[F80] set the prompt key of every take', async () => {
    const kept = await execute(orm, `select prompt_key from take where room_id = 'keys' order by id`);
    expect(kept).toEqual(PROMPTS.map(([prompt, negative]) => ({ prompt_key: promptKeyOf({ prompt, negative }) })));
  });

  it('[M105] turn waiting fan-outs of versions into jobs', async () => {
    const jobs = await execute(
      orm,
      `select job_key, run_at, attempts, lease_holder, payload from job where kind = 'feed.notifyOfVersion'
        order by job_key`,
    );
    const shared = { modelId: 'm', creatorId: 'ann' };
    const [at, later] = [1_800_000_000_000, 1_800_000_000_001];
    expect(jobs.map(({ payload, ...job }) => [...numbers(job), JSON.parse(String(payload)) as object])).toEqual([
      ['first', at, 0, null, { ...shared, kind: 'modelPublished', label: '1 "α"', at, cursor: '' }],
      ['later', later, 0, null, { ...shared, kind: 'versionPublished', label: '2', at: later, cursor: 'bob' }],
    ]);
  });

  it('[S105] turn earlier reports into one case per subject, with all texts', async () => {
    const cases = await execute(
      orm,
      'select subject_key, author_id, reports, opened_at, changed_at from safety_case order by subject_key',
    );
    expect(cases.map(numbers)).toEqual([
      ['comment:c', null, 1, 12, 12],
      ['model:m', null, 1, 14, 14],
      ['post:a', null, 2, 10, 11],
      ['review:r', null, 1, 13, 13],
      ['user:p', 'p', 1, 15, 15],
    ]);
    const reports = await execute(
      orm,
      `select subject_key, comment, safety_report.at from safety_report
       inner join safety_case on safety_case.id = safety_report.case_id order by safety_report.id`,
    );
    const subjects = ['post:a', 'post:a', 'comment:c', 'review:r', 'model:m', 'user:p'];
    expect(reports.map(numbers)).toEqual(subjects.map((subject, n) => [subject, `words ${n}`, 10 + n]));
  });

  it('[R10] remove names of users from logs of earlier versions, and change nothing else', async () => {
    const after = await execute(orm, 'select payload, at from room_event order by seq');
    const $user = { $user: 'gone' };
    const ids = [
      { user: $user, role: 'editor', by: $user },
      { message: { ...said, author: $user, mentions: [$user] } },
      { take: { ...shownTake, by: $user } },
    ];
    expect(after.map(({ payload, at }) => [JSON.parse(String(payload)) as object, Number(at)])).toEqual(
      EVENTS.map((_, n) => [ids[n % 3], 5]),
    );
  });
});
