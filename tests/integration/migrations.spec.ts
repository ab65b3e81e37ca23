import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { migrate, schemaDriftSql } from '@visionary/platform/database';
import { promptKeyOf } from '../../libs/generation/storage/take-row.js';
import { allEntities } from '../support/all-entities.js';
import { emptyDatabase, execute, insertAll, openOrm, type Orm, type Row } from '../support/orm.js';
import { EVENTS, HASHES, PROMPTS, ROWS, said, shownTake } from '../support/rows-of-earlier-versions.js';
import { DIALECTS, freshFolder } from '../support/services.js';

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

describe('the empty database of the build', () => {
  const TABLES = "select type, name, sql from sqlite_master where name not like 'sqlite_%' order by type, name";

  it('[D10] has the tables and rows that the migrations make', async () => {
    const { orm, url } = await emptyDatabase('sqlite', []);
    const applied = await migrate(orm, url);
    const copy = join(freshFolder(), 'visionary.sqlite');
    copyFileSync('dist/libs/platform/database/empty.sqlite', copy);
    const built = await openOrm(`sqlite:${copy}`);
    expect(await migrate(built, `sqlite:${copy}`)).toEqual([]);
    expect(await execute(built, TABLES)).toEqual(await execute(orm, TABLES));
    const names = await execute(
      orm,
      "select name from sqlite_master where type = 'table' and name != 'schema_migration'",
    );
    for (const { name } of names) {
      const rows = `select * from \`${String(name)}\``;
      expect(await execute(built, rows)).toEqual(await execute(orm, rows));
    }
    expect(await execute(built, 'select name from schema_migration order by id')).toEqual(
      applied.map((name) => ({ name })),
    );
  });
});

describe.each(DIALECTS)('migrations of %s with data of earlier versions', (dialect) => {
  let orm: Orm;

  beforeAll(async () => {
    const database = await emptyDatabase(dialect, await allEntities());
    orm = database.orm;
    for (const [migration, rows] of Object.entries(ROWS)) {
      await migrate(orm, database.url, { to: migration });
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

  it('[F91] [F96] [S123] index existing posts by LoRA and other additions, and show them in rooms to their audience', async () => {
    expect(await execute(orm, 'select * from post_addition order by kind, addition_id')).toMatchObject([
      { post_id: 'post 1', kind: 'controlnet', addition_id: 'lines', hash: HASHES[0] },
      { post_id: 'post 1', kind: 'embedding', addition_id: 'style', hash: HASHES[0] },
      { post_id: 'post 0', kind: 'lora', addition_id: 'ink', hash: HASHES[0] },
      { post_id: 'post 0', kind: 'lora', addition_id: 'moss', hash: null },
      { post_id: 'post 1', kind: 'upscaler', addition_id: 'sharp', hash: HASHES[1] },
      { post_id: 'post 1', kind: 'vae', addition_id: 'bright', hash: HASHES[1] },
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

  it('[H21] give rejected files and drafts the one code of full disks', async () => {
    const files = await execute(orm, 'select id, rejection from hub_draft_file order by id');
    expect(files).toEqual([
      { id: 'HUB_DISK_FULL', rejection: '{"code":"STORAGE_FULL"}' },
      { id: 'INTERNAL', rejection: '{"code":"INTERNAL"}' },
    ]);
    expect(await execute(orm, 'select rejection, rejected_files from hub_draft')).toEqual([
      {
        rejection: '{"code":"STORAGE_FULL"}',
        rejected_files: '[{"path":"a \\"HUB_DISK_FULL\\"","rejection":{"code":"STORAGE_FULL"}}]',
      },
    ]);
  });

  it('[M45] record the images of takes by their content', async () => {
    const kept = await execute(
      orm,
      `select take_id, sha256 from take_image where take_id like 'images %' order by take_id, sha256`,
    );
    expect(kept).toEqual([
      { take_id: 'images 0', sha256: HASHES[0] },
      { take_id: 'images 0', sha256: HASHES[1] },
      { take_id: 'images 2', sha256: HASHES[0] },
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
