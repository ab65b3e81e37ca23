import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bootApp, type RunningApp } from '../support/app.js';
import { uploadAndPublish } from '../support/published-uploads.js';
import { environment } from '../support/environment.js';
import { feedPage } from '../support/feed.js';
import { HttpClient } from '../support/http-client.js';
import { PASSWORD } from '../support/users.js';
import { connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase, freshFolder } from '../support/services.js';

type Where = Pick<RunningApp['config'], 'databaseUrl' | 'dataDir'>;

/** Runs a tool as an operator does, with the settings of an instance. */
const tool = (name: 'backup' | 'restore', folder: string, { databaseUrl, dataDir }: Where) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const database: Record<string, string> = databaseUrl.startsWith('mysql:') ? { DATABASE_URL: databaseUrl } : {};
    const env = environment({ DATA_DIR: dataDir, ...database });
    execFile(process.execPath, [`tools/${name}.mjs`, folder], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    );
  });

/** What visitors see: the posts and the bytes of their images. */
const shownAt = async (url: string) => {
  const { posts } = await feedPage(url, '');
  const bytes = async (path: string) => Buffer.from(await (await fetch(url + path)).arrayBuffer()).toString('base64');
  return Promise.all(posts.map(async (post) => ({ title: post.title, image: await bytes(post.image.url) })));
};

const nowhere = async (dialect: (typeof DIALECTS)[number]): Promise<Where> => {
  const dataDir = freshFolder();
  if (dialect === 'mysql') return { dataDir, databaseUrl: await freshDatabase(dialect) };
  return { dataDir, databaseUrl: `sqlite:${join(dataDir, 'visionary.sqlite')}` };
};

describe.each(DIALECTS)('a backup of %s', (dialect) => {
  it('[O1] is created while the server runs, updated, and restored completely elsewhere', async () => {
    const app = await bootApp(await nowhere(dialect));
    const ann = await connectUser(app.url, 'Ann');
    await uploadAndPublish(ann, { title: '雪地里的狐狸 🦊 \'quoted\' \\ "twice"' });
    const folder = freshFolder();
    expect(await tool('backup', folder, app.config)).toMatchObject({ code: 0 });
    await uploadAndPublish(ann, { title: 'an owl at night' });
    expect(await tool('backup', folder, app.config)).toMatchObject({ code: 0 });
    const before = await shownAt(app.url);
    expect(before).toHaveLength(2);

    const there = await nowhere(dialect);
    expect(await tool('restore', folder, there)).toMatchObject({ code: 0 });
    const restored = await bootApp(there);
    expect(await shownAt(restored.url)).toEqual(before);
    const back = await new HttpClient(restored.url).post('/api/session', { name: 'Ann', password: PASSWORD });
    expect(back.status).toBe(200);
    // Nothing is overwritten.
    expect(await tool('restore', folder, there)).toMatchObject({
      code: 1,
      output: expect.stringContaining('would be lost'),
    });
  });
});

it('[O1] restore reports missing files and the database type of a backup', async () => {
  const [sqlite, mysql] = [await nowhere('sqlite'), await nowhere('mysql')];
  const nothing = await tool('backup', freshFolder(), sqlite);
  expect(nothing).toMatchObject({ code: 1, output: expect.stringContaining('There is no ') });
  const folder = freshFolder();
  expect(await tool('restore', folder, sqlite)).toMatchObject({
    code: 1,
    output: expect.stringContaining('no complete backup'),
  });
  expect(await tool('backup', folder, mysql)).toMatchObject({ code: 0 });
  expect(await tool('restore', folder, sqlite)).toMatchObject({
    code: 1,
    output: expect.stringContaining('one of MySQL'),
  });
});
