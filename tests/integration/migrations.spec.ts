import { readdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { EntitySchema } from '@mikro-orm/core';
import { createOrm, migrate, schemaDriftSql } from '@visionary/platform/database';
import { promptKeyOf } from '../../libs/generation/storage/take-row.js';
import { onCleanup } from '../support/cleanup.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

const LIBS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'libs');

/** The entities of every slice that has tables, found by listing the folders. */
const allEntities = async (): Promise<EntitySchema[]> => {
  const slices = readdirSync(LIBS).filter((slice) => existsSync(join(LIBS, slice, 'storage', 'entities.ts')));
  const modules = await Promise.all(
    slices.map(
      (slice) =>
        import(pathToFileURL(join(LIBS, slice, 'storage', 'entities.ts')).href) as Promise<
          Record<string, EntitySchema[]>
        >,
    ),
  );
  return modules.flatMap((module, index) => module[`${slices[index]}Entities`] ?? []);
};

describe.each(DIALECTS)('migrations of %s', (dialect) => {
  const open = async () => {
    const url = await freshDatabase(dialect);
    const orm = createOrm({ url, entities: await allEntities() });
    await orm.connect();
    onCleanup(() => orm.close());
    return { orm, url };
  };

  it('[D1] create exactly the tables of the entities', async () => {
    const { orm, url } = await open();
    expect(await schemaDriftSql(orm)).not.toEqual([]);
    expect(await migrate(orm, url)).not.toEqual([]);
    expect(await schemaDriftSql(orm)).toEqual([]);
  });

  it('[D1] are applied once, also by nodes that start at once', async () => {
    const { url, orm } = await open();
    const others = dialect === 'sqlite' ? [] : [createOrm({ url, entities: [] }), createOrm({ url, entities: [] })];
    for (const other of others) onCleanup(() => other.close());
    await Promise.all(others.map((other) => other.connect()));
    const applied = await Promise.all([orm, ...others].map((one) => migrate(one, url)));
    expect(applied.flat()).toEqual([...new Set(applied.flat())]);
    expect(await migrate(orm, url)).toEqual([]);
  });

  it('[A4] claim the names of existing accounts, whose sessions stay valid', async () => {
    const { orm, url } = await open();
    await orm.migrator.up({ to: '0003-overtakes' });
    const sql = orm.em.getConnection();
    await sql.execute(
      `insert into account (id, name, folded_name, looks_name, password_hash, language, theme, role, created_at)
       values ('old', 'Old Ann', 'old ann', 'Old Ann', 'hash', 'en', 'dark', 'admin', 5)`,
    );
    await sql.execute(
      `insert into session (id, token_hash, account_id, created_at, expires_at) values ('s', 'h', 'old', 7, 9)`,
    );
    await migrate(orm, url);
    const claims: { name_key: string; account_id: string; is_display_name: number }[] = await sql.execute(
      'select * from reserved_name order by name_key',
    );
    expect(claims.map((row) => ({ ...row, is_display_name: Number(row.is_display_name) }))).toEqual([
      { name_key: 'f:old ann', account_id: 'old', is_display_name: 1 },
      { name_key: 'l:Old Ann', account_id: 'old', is_display_name: 1 },
    ]);
    const sessions: object[] = await sql.execute('select last_seen_at, user_agent, address from session');
    expect(sessions.map((row) => ({ ...row }))).toEqual([{ last_seen_at: 7, user_agent: '', address: '' }]);
  });

  it('[F91] [S123] index existing posts by LoRA, and show them in rooms to their audience', async () => {
    const { orm, url } = await open();
    await orm.migrator.up({ to: '0009-names-out-of-the-log' });
    const sql = orm.em.getConnection();
    const insert = (table: string, row: Record<string, string | number>) =>
      sql.execute(
        `insert into ${table} (${Object.keys(row).join()}) values (${Object.keys(row)
          .map(() => '?')
          .join()})`,
        Object.values(row),
      );
    const loras = [
      { id: 'ink', weight: 1, sha256: 'a'.repeat(64) },
      { id: 'moss', weight: 1 },
    ];
    for (const [n, record] of [JSON.stringify({ job: { loras } }), JSON.stringify({ job: {} })].entries()) {
      await insert('take', {
        ...{ id: `take ${n}`, room_id: 'r', number: n, seq: n, author_id: 'a', writers: '[]', status: 'finished' },
        ...{ prompt: '', negative: '', settings: '{}', queued_at: 1, losses: 0, overtaken: 0, record },
        pictures: JSON.stringify([{ sha256: 'c'.repeat(64), seed: 7, ...(n === 0 && { level: 'adult' }) }]),
      });
      await insert('post', {
        ...{
          id: `post ${n}`,
          number: n + 1,
          author_id: 'a',
          client_id: `${n}`,
          take_id: `take ${n}`,
          picture_index: 0,
        },
        ...{
          sha256: 'x',
          width: 1,
          height: 1,
          title: '',
          words: '',
          tags: '[]',
          maturity: n === 0 ? 'adult' : 'sensitive',
          comments_on: 1,
        },
        ...{ people: '[]', prompt: '', at: 7 + n, hot: 1 },
      });
    }
    await migrate(orm, url);
    const kept: object[] = await sql.execute('select * from post_lora order by lora_id');
    expect(kept.map((row) => ({ ...row }))).toMatchObject([
      { post_id: 'post 0', lora_id: 'ink', hash: 'a'.repeat(64) },
      { post_id: 'post 0', lora_id: 'moss', hash: null },
    ]);
    const posts: { number: number | null; minimum_rating: string }[] = await sql.execute(
      'select search_row_number as number, minimum_rating from post order by id',
    );
    expect(posts.map(({ number }) => number)).toEqual([dialect === 'sqlite' ? null : 1, 2]);
    expect(posts.map((post) => post.minimum_rating)).toEqual(['adult', 'everyone']);
    const takes: { images: string }[] = await sql.execute('select images from take order by id');
    expect(takes.map(({ images }) => JSON.parse(images) as unknown)).toMatchObject([
      [{ seed: 7, level: 'adult', authorRating: 'adult' }],
      [{ seed: 7, authorRating: 'sensitive' }],
    ]);
  });

  it('[M45] record the images of takes by their content', async () => {
    const { orm, url } = await open();
    await orm.migrator.up({ to: '0010-makers' });
    const sql = orm.em.getConnection();
    const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];
    const imagesOf = (...sha256s: string[]) =>
      JSON.stringify(sha256s.map((sha256) => ({ width: 8, height: 8, seed: 1, sha256 })));
    for (const [n, images] of [imagesOf(one, two, two), imagesOf(), imagesOf(one)].entries()) {
      await sql.execute(
        `insert into take (id, room_id, number, seq, author_id, writers, status, prompt, negative, settings, pictures,
         queued_at, losses, overtaken) values (?, 'r', ?, 1, 'a', '[]', 'finished', '', '', '{}', ?, 1, 0, 0)`,
        [`take ${n}`, n, images],
      );
    }
    await migrate(orm, url);
    const kept: object[] = await sql.execute('select take_id, sha256 from take_image order by take_id, sha256');
    expect(kept.map((row) => ({ ...row }))).toEqual([
      { take_id: 'take 0', sha256: one },
      { take_id: 'take 0', sha256: two },
      { take_id: 'take 2', sha256: one },
    ]);
  });

  it('[F80] set the prompt key of every take', async () => {
    const { orm, url } = await open();
    await orm.migrator.up({ to: '0015-hub-revision' });
    const sql = orm.em.getConnection();
    const pairs = [
      ['雨中的猫 🐈', ''],
      ['a cat ', 'blurry'],
    ] as const;
    for (const [n, [prompt, negative]] of pairs.entries()) {
      await sql.execute(
        `insert into take (id, room_id, number, seq, author_id, writers, status, prompt, negative, settings, pictures,
         queued_at, losses, overtaken) values (?, 'r', ?, 1, 'a', '[]', 'finished', ?, ?, '{}', '[]', 1, 0, 0)`,
        [`take ${n}`, n, prompt, negative],
      );
    }
    await migrate(orm, url);
    const kept: { prompt_key: string }[] = await sql.execute('select prompt_key from take order by id');
    expect(kept.map(({ prompt_key }) => prompt_key)).toEqual(
      pairs.map(([prompt, negative]) => promptKeyOf({ prompt, negative })),
    );
  });

  it('[M105] turn waiting fan-outs of versions into jobs', async () => {
    const { orm, url } = await open();
    await orm.migrator.up({ to: '0026-reactions' });
    const sql = orm.em.getConnection();
    await sql.execute(
      `insert into pending_version_fan_out (version_id, model_id, creator_id, label, is_first, at, fan_out_cursor)
       values ('first', 'm', 'ann', '1 "α"', 1, 1800000000000, ''), ('later', 'm', 'ann', '2', 0, 1800000000001, 'bob')`,
    );
    await migrate(orm, url);
    const jobs: { payload: string; run_at: number }[] = await sql.execute(
      'select kind, job_key, payload, run_at, attempts, lease_holder from job order by job_key',
    );
    const row = { kind: 'feed.notifyOfVersion', attempts: 0, lease_holder: null };
    const shared = { modelId: 'm', creatorId: 'ann' };
    const [at, later] = [1_800_000_000_000, 1_800_000_000_001];
    expect(
      jobs.map(({ payload, run_at, ...job }) => ({
        ...job,
        run_at: Number(run_at),
        payload: JSON.parse(payload) as object,
      })),
    ).toEqual([
      {
        ...{ ...row, job_key: 'first', run_at: at },
        payload: { ...shared, kind: 'modelPublished', label: '1 "α"', at, cursor: '' },
      },
      {
        ...{ ...row, job_key: 'later', run_at: later },
        payload: { ...shared, kind: 'versionPublished', label: '2', at: later, cursor: 'bob' },
      },
    ]);
  });

  it('[S105] turn earlier reports into one case per subject, with all texts', async () => {
    const { orm, url } = await open();
    await orm.migrator.up({ to: '0011-hub' });
    const sql = orm.em.getConnection();
    await sql.execute(
      `insert into hub_review (id, model_id, person_id, stars, words, label, at) values ('r', 'm', 'p', 1, '', '1', 1)`,
    );
    const about = (column: string, id: string) => ({ [column]: id });
    const subjects = [
      ...[about('post_id', 'a'), about('post_id', 'a'), about('comment_id', 'c'), about('comment_id', 'r')],
      ...[about('model_id', 'm'), about('person_id', 'p')],
    ];
    for (const [n, subject] of subjects.entries()) {
      const [column] = Object.keys(subject);
      await sql.execute(
        `insert into report (id, author_id, client_id, ${column}, reason, words, at) values (?, 'by', ?, ?, 'spam', ?, ?)`,
        [`report ${n}`, `${n}`, ...Object.values(subject), `words ${n}`, 10 + n],
      );
    }
    await migrate(orm, url);
    const cases: object[] = await sql.execute(
      'select subject_key, author_id, reports, opened_at, changed_at from safety_case order by subject_key',
    );
    const plain = (row: object) =>
      Object.values(row).map((value) => (/^\d+$/.test(`${value}`) ? Number(value) : value));
    expect(cases.map(plain)).toEqual([
      ...[
        ['comment:c', null, 1, 12, 12],
        ['model:m', null, 1, 14, 14],
        ['post:a', null, 2, 10, 11],
      ],
      ...[
        ['review:r', null, 1, 13, 13],
        ['user:p', 'p', 1, 15, 15],
      ],
    ]);
    const reports: object[] = await sql.execute(
      `select subject_key, comment, safety_report.at from safety_report
       inner join safety_case on safety_case.id = safety_report.case_id order by safety_report.id`,
    );
    expect(reports.map(plain)).toEqual([
      ...[
        ['post:a', 'words 0', 10],
        ['post:a', 'words 1', 11],
        ['comment:c', 'words 2', 12],
      ],
      ...[
        ['review:r', 'words 3', 13],
        ['model:m', 'words 4', 14],
        ['user:p', 'words 5', 15],
      ],
    ]);
  });

  it('[R10] remove names of users from logs of earlier versions, and change nothing else', async () => {
    const { orm, url } = await open();
    await orm.migrator.up({ to: '0008-words-of-posts' });
    const user = { id: 'gone', name: 'Carla Gone' };
    const said = { id: 'm', author: user, text: 'so "name": "x"', mentions: [{ ...user, picture: '/p' }] };
    const take = { loras: [{ id: 'l', name: 'Ink', weight: 1 }], by: user };
    const payloads = Array.from(
      { length: 520 },
      (_, n) => [{ person: user, role: 'editor', by: user }, { message: said }, { take }][n % 3],
    );
    const rows = payloads.map((payload, n) => [`room ${n % 7}`, n, 'x', 5, JSON.stringify(payload)]);
    const sql = orm.em.getConnection();
    await sql.execute(
      `insert into room_event (room_id, seq, type, at, payload) values ${rows.map(() => '(?, ?, ?, ?, ?)').join()}`,
      rows.flat(),
    );
    await migrate(orm, url);
    const after: { payload: string; at: number }[] = await sql.execute(
      'select payload, at from room_event order by seq',
    );
    const $user = { $user: 'gone' };
    const ids = [
      { user: $user, role: 'editor', by: $user },
      { message: { ...said, author: $user, mentions: [$user] } },
      { take: { ...take, by: $user } },
    ];
    expect(after.map(({ payload, at }) => [JSON.parse(payload) as object, Number(at)])).toEqual(
      payloads.map((_, n) => [ids[n % 3], 5]),
    );
  });
});
