import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { bootApp, type RunningApp } from '../support/app.js';
import { signUp } from '../support/users.js';
import { publishModel } from '../support/published-models.js';
import { FakeS3 } from '../support/fake-s3.js';
import { visionaryHere } from '../support/visionary.js';

const FILES = new Map([
  ['a.onnx', Buffer.from('one')],
  ['b.onnx', Buffer.from('two')],
]);

const published = async (app: RunningApp) => {
  const ann = await signUp(app.url, 'Ann');
  await publishModel(app, { creator: ann, name: 'Inkwell', kind: 'weights', files: FILES });
};
const keys = {
  one: '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',
  two: '3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3',
};

it('[M44] models verify lists corrupted and missing files of a folder with their versions', async () => {
  const app = await bootApp();
  await published(app);
  const { dataDir } = app.config;
  const verify = () => visionaryHere(['models', 'verify'], { DATA_DIR: dataDir });
  const sound = await verify();
  expect(sound).toMatchObject({ code: 0, stderr: '' });
  expect(sound.stdout).toMatch(/^2 files, 0\.0 MiB: all match their hashes, and none are missing\.\n$/);
  writeFileSync(join(dataDir, 'blobs', keys.one.slice(0, 2), keys.one), 'onf');
  rmSync(join(dataDir, 'blobs', keys.two.slice(0, 2), keys.two));
  const { code, stdout, stderr } = await verify();
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.split('\n')).toEqual([
    `corrupted  ${keys.one}  Inkwell@1.0: a.onnx`,
    `missing    ${keys.two}  Inkwell@1.0: b.onnx`,
    '1 file, 0.0 MiB checked: 1 corrupted, 1 missing.',
    'Restore them from a backup, or publish the models again.',
    '',
  ]);
});

it('[M44] models verify reads a bucket and reports when it is unreachable', async () => {
  const standIn = await FakeS3.start();
  const app = await bootApp({ s3: standIn.settings });
  await published(app);
  const { endpoint, bucket, region, key, secret } = standIn.settings;
  const settings = { DATA_DIR: app.config.dataDir, S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region };
  const verify = (given: string) =>
    visionaryHere(['models', 'verify'], { ...settings, S3_ACCESS_KEY_ID: key, S3_SECRET_ACCESS_KEY: given });
  expect(await verify(secret)).toMatchObject({ code: 0 });
  const refused = await verify('wrong');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('403');
  expect(refused.stderr).not.toContain(secret);
  standIn.objects.delete(`blobs/${keys.two}`);
  expect((await verify(secret)).stderr).toContain(`missing    ${keys.two}  Inkwell@1.0: b.onnx`);
});
