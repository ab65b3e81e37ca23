import { execFile } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bootApp, type RunningApp } from '../support/app.js';
import { uploadAndPublish } from '../support/published-uploads.js';
import { eventually } from '../support/eventually.js';
import { environment } from '../support/environment.js';
import { feedPage } from '../support/feed.js';
import { HttpClient } from '../support/http-client.js';
import { PASSWORD } from '../support/users.js';
import { spawnServer } from '../support/nodes.js';
import { type ConnectedUser, connectUser } from '../support/rooms.js';
import { visionaryHere } from '../support/visionary.js';
import { DIALECTS, freshDatabase, freshFolder } from '../support/services.js';

type Where = Pick<RunningApp['config'], 'databaseUrl' | 'dataDir'>;

const settingsOf = ({ databaseUrl, dataDir }: Where): Record<string, string> => ({
  DATA_DIR: dataDir,
  ...(databaseUrl.startsWith('mysql:') && { DATABASE_URL: databaseUrl }),
});

/** Runs a command as an operator does, with the settings of an instance. */
const run = async (command: 'backup' | 'restore', where: Where, ...args: string[]) => {
  const { code, stdout, stderr } = await visionaryHere([command, ...args], settingsOf(where));
  return { code, output: stdout + stderr };
};

/** Runs a backup that gets SIGKILL at a step. */
const killedAt = (step: string, folder: string, where: Where) =>
  new Promise<string | null>((resolve) => {
    const script = `import { readConfig } from './dist/libs/platform/config/index.js';
      import { backup } from './dist/apps/cli/src/backup/backup-command.js';
      const onStep = (step) => step === '${step}' && process.kill(process.pid, 'SIGKILL');
      await backup(readConfig(process.env), { folder: ${JSON.stringify(folder)}, keep: 1, onStep });`;
    const options = { env: environment(settingsOf(where)) };
    const child = execFile(process.execPath, ['--input-type=module', '--eval', script], options, () => undefined);
    child.once('exit', (_code, signal) => resolve(signal));
  });

/** All files below a folder, with their paths. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

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
    expect(await run('backup', app.config, folder)).toMatchObject({ code: 0 });
    await uploadAndPublish(ann, { title: 'an owl at night' });
    expect(await run('backup', app.config, folder)).toMatchObject({ code: 0 });
    const before = await shownAt(app.url);
    expect(before).toHaveLength(2);

    const there = await nowhere(dialect);
    expect(await run('restore', there, folder)).toMatchObject({ code: 0 });
    const restored = await bootApp(there);
    expect(await shownAt(restored.url)).toEqual(before);
    const back = await new HttpClient(restored.url).post('/api/session', { name: 'Ann', password: PASSWORD });
    expect(back.status).toBe(200);
    // Nothing is overwritten.
    expect(await run('restore', there, folder)).toMatchObject({
      code: 1,
      output: expect.stringContaining('would be lost'),
    });
  });
});

describe('a backup that is interrupted or damaged', () => {
  let app: RunningApp;
  let ann: ConnectedUser;

  beforeAll(async () => {
    app = await bootApp(await nowhere('sqlite'));
    ann = await connectUser(app.url, 'Ann');
  });

  /** What an instance shows that is restored from the newest backup. */
  const restoredTitles = async (folder: string) => {
    const there = await nowhere('sqlite');
    expect(await run('restore', there, folder)).toMatchObject({ code: 0 });
    expect(await visionaryHere(['models', 'verify'], settingsOf(there))).toMatchObject({ code: 0 });
    const restored = await bootApp(there);
    const titles = (await shownAt(restored.url)).map(({ title }) => title);
    await restored.stop();
    return titles;
  };

  it('[O12] restores completely from the newest finished backup when a run is killed at any step', async () => {
    const folder = freshFolder();
    await uploadAndPublish(ann, { title: 'first' });
    expect(await killedAt('file', folder, app.config)).toBe('SIGKILL');
    expect(await run('restore', await nowhere('sqlite'), folder)).toMatchObject({
      code: 1,
      output: expect.stringContaining('no complete backup'),
    });
    expect(await run('backup', app.config, folder)).toMatchObject({ code: 0 });
    await uploadAndPublish(ann, { title: 'second' });
    for (const step of ['database', 'file', 'written']) {
      expect([step, await killedAt(step, folder, app.config)]).toEqual([step, 'SIGKILL']);
      // A file that is already saved doesn't count as new again.
      if (step === 'file') await uploadAndPublish(ann, { title: 'third' });
    }
    expect(await restoredTitles(folder)).toEqual(['first']);
    for (const step of ['published', 'forgotten']) {
      expect([step, await killedAt(step, folder, app.config)]).toEqual([step, 'SIGKILL']);
      expect(await restoredTitles(folder)).toEqual(['third', 'second', 'first']);
    }
    expect(await run('backup', app.config, folder, '--keep', '1')).toMatchObject({ code: 0 });
    expect(filesIn(folder).filter((path) => path.endsWith('.part'))).toEqual([]);
    expect(await restoredTitles(folder)).toEqual(['third', 'second', 'first']);
  });

  it('[O13] deleted images are gone after the last backup that has them is pruned', async () => {
    const folder = freshFolder();
    const post = await uploadAndPublish(ann, { title: 'regretted' });
    expect(await run('backup', app.config, folder)).toMatchObject({ code: 0 });
    const blobs = filesIn(join(app.config.dataDir, 'blobs'));
    await ann.live.do('feed.deletePost', { postId: post.id });
    await eventually('the server has deleted its files', () =>
      Promise.resolve(filesIn(join(app.config.dataDir, 'blobs')).length < blobs.length),
    );
    const left = filesIn(join(app.config.dataDir, 'blobs'));
    const deleted = blobs.filter((path) => !left.includes(path)).map((path) => basename(path));
    const inBackup = () => filesIn(folder).filter((path) => deleted.includes(basename(path))).length;
    expect(await run('backup', app.config, folder, '--keep', '2')).toMatchObject({ code: 0 });
    expect(inBackup()).toBe(deleted.length);
    expect(await run('backup', app.config, folder, '--keep', '2')).toMatchObject({ code: 0 });
    expect(inBackup()).toBe(0);
  });

  it('[O14] restore refuses a damaged backup with one sentence and writes nothing', async () => {
    const folder = freshFolder();
    expect(await run('backup', app.config, folder)).toMatchObject({ code: 0 });
    const there = await nowhere('sqlite');
    const refused = async (reason: string) => {
      expect(await run('restore', there, folder)).toEqual({ code: 1, output: expect.stringContaining(reason) });
      expect(readdirSync(there.dataDir)).toEqual([]);
    };
    const [content = ''] = filesIn(join(folder, 'contents'));
    const bytes = readFileSync(content);
    bytes[0]! ^= 1;
    writeFileSync(content, bytes);
    await refused('1 of its contents are missing or changed');
    rmSync(content);
    await refused('1 of its contents are missing or changed');
    const [manifest = ''] = filesIn(join(folder, 'manifests'));
    const text = readFileSync(manifest, 'utf8');
    for (const damaged of ['{"checksum":"0"', text.replace('"at": "', '"at": "1')]) {
      writeFileSync(manifest, damaged);
      await refused('is damaged. Nothing was restored.');
    }
  });

  it('[O14] an interrupted restore is marked until it is complete', async () => {
    const folder = freshFolder();
    expect(await run('backup', app.config, folder)).toMatchObject({ code: 0 });
    const there = await nowhere('sqlite');
    // The database comes last.
    const obstacle = join(there.dataDir, 'visionary.sqlite.part');
    mkdirSync(obstacle);
    const isMarked = () => existsSync(join(there.dataDir, 'restore-unfinished'));
    expect([(await run('restore', there, folder)).code, isMarked()]).toEqual([1, true]);
    rmSync(obstacle, { recursive: true });
    expect([(await run('restore', there, folder)).code, isMarked()]).toEqual([0, false]);
  });

  it('[O15] replaces a damaged content from the live file, and a link, when it is reused', async () => {
    const folder = freshFolder();
    for (const title of ['to rot', 'to be linked']) await uploadAndPublish(ann, { title });
    expect(await run('backup', app.config, folder)).toMatchObject({ code: 0 });
    const live = filesIn(join(app.config.dataDir, 'blobs')).map((path) => basename(path));
    const [rotten = '', linked = ''] = filesIn(join(folder, 'contents')).filter((path) =>
      live.includes(basename(path)),
    );
    const bytes = readFileSync(rotten);
    writeFileSync(rotten, bytes.with(0, bytes[0]! ^ 1));
    const outside = join(freshFolder(), 'outside');
    renameSync(linked, outside);
    symlinkSync(outside, linked);
    const there = await nowhere('sqlite');
    expect(await run('restore', there, folder)).toMatchObject({
      code: 1,
      output: expect.stringContaining('2 of its contents are missing or changed'),
    });
    expect(await run('backup', app.config, folder, '--quick')).toMatchObject({
      code: 0,
      output: expect.stringContaining('not compared with their hashes'),
    });
    expect(readFileSync(rotten)).not.toEqual(bytes);
    expect(await run('backup', app.config, folder)).toMatchObject({
      code: 0,
      output: expect.stringContaining('1 damaged contents of earlier backups were repaired'),
    });
    expect(readFileSync(rotten)).toEqual(bytes);
    expect(lstatSync(linked).isFile()).toBe(true);
    expect(await run('restore', there, folder)).toMatchObject({ code: 0 });
  });

  it('[O14] a server does not start on a restore that was interrupted', async () => {
    const dataDir = freshFolder();
    writeFileSync(join(dataDir, 'restore-unfinished'), '');
    const server = spawnServer({ DATA_DIR: dataDir });
    expect(await server.ended).toBe(1);
    expect(server.stderr()).toBe(
      `Visionary cannot start: a restore to DATA_DIR ${dataDir} was interrupted. Run it again.\n`,
    );
  });
});

it('[O1] restore reports missing files and the database type of a backup', async () => {
  const [sqlite, mysql] = [await nowhere('sqlite'), await nowhere('mysql')];
  const nothing = await run('backup', sqlite, freshFolder());
  expect(nothing).toMatchObject({ code: 1, output: expect.stringContaining('There is no ') });
  const folder = freshFolder();
  expect(await run('restore', sqlite, folder)).toMatchObject({
    code: 1,
    output: expect.stringContaining('no complete backup'),
  });
  expect(await run('backup', mysql, folder)).toMatchObject({ code: 0 });
  expect(await run('restore', sqlite, folder)).toMatchObject({
    code: 1,
    output: expect.stringContaining('one of MySQL'),
  });
});
