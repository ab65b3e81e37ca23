import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ImageChecker } from '@visionary/image-check';
import type { RenderJob } from '../../libs/generation/domain/renderer-protocol.js';
import { TINY_SD } from '../golden/vectors.js';
import { onCleanup } from '../support/cleanup.js';
import { redClassifier } from '../support/red-classifier.js';
import { RendererChild } from '../support/renderer-child.js';
import { freshFolder } from '../support/services.js';

/** The runtime also keeps quiet on build servers, which it knows by these variables. */
const SILENCING = ['ORT_DISABLE_TELEMETRY', 'CI', 'TF_BUILD', 'GITHUB_ACTIONS', 'TRAVIS', 'JENKINS_URL'];

const CREATE_SESSION = `
  const { InferenceSession } = await import('onnxruntime-node');
  await InferenceSession.create('models/visionary-mini/text_encoder/model.onnx');`;

const JOB: RenderJob = {
  ...{ prompt: 'a fox', negative: '', scheduler: 'ddim', steps: 1, guidance: 5 },
  ...{ width: 64, height: 64, seed: 1, batch: 1 },
};

/** Makes a home for the child processes of this file, without anything that turns telemetry off. */
function emptyHome(): string {
  const home = freshFolder();
  for (const name of SILENCING) delete process.env[name];
  Object.assign(process.env, { HOME: home, XDG_CACHE_HOME: join(home, 'cache'), TMPDIR: join(home, 'tmp') });
  mkdirSync(join(home, 'tmp'));
  return home;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe('telemetry of the ONNX runtime', () => {
  const classifier = redClassifier();
  let home = '';
  beforeEach(() => {
    home = emptyHome();
  });

  // Without this, the other tests would also pass with a runtime that keeps its files elsewhere.
  it('[E38] this test sees telemetry when nothing turns it off', () => {
    execFileSync(process.execPath, ['--input-type=module', '--eval', CREATE_SESSION]);
    expect(filesIn(home)).toContain('onnxruntime.db');
  });

  it('[E38] the renderer keeps no events when it has rendered a take', async () => {
    const renderer = await RendererChild.start();
    expect(await renderer.render('take', TINY_SD, JOB)).toMatchObject({ type: 'finished' });
    expect(filesIn(home)).toEqual([]);
  });

  it('[E38] the image checker keeps no events when it runs an ONNX classifier', async () => {
    // In bubblewrap, its home folder would be in memory, where this test can't look.
    const checker = new ImageChecker({ classifiers: [classifier], isContained: true });
    onCleanup(() => checker.close());
    const image = readFileSync('models/visionary-mini/sheet-48-prompts.webp');
    expect(await checker.check(image, { purpose: 'upload' })).toMatchObject({ classes: expect.anything() });
    expect(filesIn(home)).toEqual([]);
  });

  it('[E38] a thread refuses the runtime when its process did not turn telemetry off', () => {
    const module = resolve('dist/libs/onnxruntime/index.js');
    const thread = `new (await import('node:worker_threads')).Worker(new URL('file://${module}'), { execArgv: [] })`;
    const program = `${thread}.on('error', ({ message }) => console.log(message));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
    expect(output).toContain('ORT_DISABLE_TELEMETRY=1 must be set');
    expect(filesIn(home)).toEqual([]);
  });
});
