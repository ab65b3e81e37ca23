import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HubPage, ModelPickerPage } from '@visionary/contract';
import { vaeFile } from '../support/additions.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { HttpClient } from '../support/http-client.js';
import { TINY_MODELS } from '../support/jam.js';
import { signUp } from '../support/users.js';
import { tinyLoraFiles } from '../support/published-models.js';
import { freshFolder } from '../support/services.js';
import { visionary, visionaryHere } from '../support/visionary.js';

const TINY_CHECKPOINT = fileURLToPath(new URL('../golden/checkpoints/files/sd15.safetensors', import.meta.url));

describe('publishing from the terminal', () => {
  let app: RunningApp;
  let settings: Record<string, string>;

  beforeAll(async () => {
    app = await bootApp({ modelsDir: TINY_MODELS });
    await signUp(app.url, 'Ann');
    settings = { DATA_DIR: app.config.dataDir, MODELS_DIR: TINY_MODELS, LOG_LEVEL: 'error' };
  });

  const aLora = async (name: string) => {
    const [[path, bytes]] = [...(await tinyLoraFiles(name))] as [[string, Buffer]];
    const file = join(freshFolder(), path);
    await writeFile(file, bytes);
    return { file, bytes };
  };
  const add = (what: string, ...more: string[]) =>
    visionary(['models', 'add', what, '--publish', '--as', 'Ann', ...more], settings);
  /** The same in this process. */
  const addHere = (what: string, ...more: string[]) =>
    visionaryHere(['models', 'add', what, '--publish', '--as', 'Ann', ...more], settings);

  it('[T15] models add publishes a LoRA after the upload checks, and models export returns the same bytes', async () => {
    const { file, bytes } = await aLora('Terminal brush');
    const added = await add(file, '--license', 'MIT');
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('Published as Terminal-brush@1.0') });
    const { models } = (await new HttpClient(app.url).get<HubPage>('/api/hub/models')).body;
    expect(models.map(({ name }) => name)).toEqual(['Terminal-brush']);

    const into = join(freshFolder(), 'out', 'brush');
    expect(await visionary(['models', 'export', 'Terminal-brush@1.0', into], settings)).toEqual({
      code: 0,
      stdout: `Exported 1 file of Terminal-brush@1.0 to ${into}.\n`,
      stderr: '',
    });
    expect(await readFile(join(into, 'Terminal-brush.safetensors'))).toEqual(bytes);
    const again = await visionaryHere(['models', 'export', 'Terminal-brush@1.0', into], settings);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('isn’t empty') });
    expect(await readdir(dirname(into))).toEqual(['brush']);
  });

  it('[M148] models add publishes a checkpoint that was inspected and tried, and the server lists it as a model', async () => {
    const added = await addHere(TINY_CHECKPOINT, '--name', 'Tiny checkpoint', '--license', 'MIT');
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('Published as Tiny-checkpoint@1.0') });
    // Another process published it, so a list that was read before is cached.
    const { models } = (await new HttpClient(app.url).get<HubPage>('/api/hub/models?kind=model')).body;
    expect(models.map(({ name, kind }) => [name, kind])).toEqual([['Tiny checkpoint', 'model']]);
  });

  it('[M151] models add publishes a VAE that was recognized and tried alone, and the picker has it', async () => {
    const added = await addHere(await vaeFile(), '--name', 'Bright', '--license', 'MIT');
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('Published as Bright@1.0') });
    const client = new HttpClient(app.url);
    const list = async () => (await client.get<ModelPickerPage>('/api/models/picker?kind=vae')).body.choices;
    // The server notices at its next look that another process published it.
    await eventually('the picker has it', async () => (await list()).length > 0);
    expect(await list()).toMatchObject([{ addition: { id: 'Bright@1.0', facts: { kind: 'vae', latentChannels: 4 } } }]);
  });

  it('[T15] models add reports each rejected file and stores nothing', async () => {
    const folder = freshFolder();
    await mkdir(join(folder, 'unet'));
    await writeFile(join(folder, 'model_index.json'), '{}');
    await writeFile(join(folder, 'unet', 'model.onnx'), 'no graph at all');
    const refused = await addHere(folder, '--license', 'MIT');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('unet/model.onnx') });
    await symlink('/etc/hostname', join(folder, 'link'));
    expect((await addHere(folder)).stderr).toContain('link isn’t a regular file');
    expect((await visionaryHere(['models', 'add', folder], settings)).code).toBe(2);
  });
});
