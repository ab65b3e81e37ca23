import { mkdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { TrialRegistry } from '@visionary/hub';
import { inspectFile, inspectFolder, Inspector } from '../../libs/diffusion/inspection.js';
import { folderHash } from '../../libs/diffusion/model-files.js';
import { parseRenderMetadata } from '../../libs/generation/domain/render-metadata.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { copyModelFolder, filesIn, TINY } from '../support/inspection.js';
import { putFile } from '../support/model-copy.js';
import { freshFolder } from '../support/services.js';
import { maliciousFolder } from '../support/malicious-files.js';
import { dividingByZeroGraph, endlessGraph, UNET, UNET_OUT } from '../support/malicious-onnx.js';

const LORA = 'tests/golden/vectors/lora/lora_kohya.safetensors';

describe('the inspection thread', () => {
  const name = 'unet/model.onnx';

  it('[M8] gives the same results as without it, in the order of the requests', async () => {
    const inspector = new Inspector();
    const answers = await Promise.all([inspector.folder(TINY, filesIn(TINY)), inspector.file(join(TINY, name), name)]);
    expect(answers).toEqual([await inspectFolder(TINY, filesIn(TINY)), await inspectFile(join(TINY, name), name)]);
    expect(await inspector.hash(TINY)).toBe(await folderHash(TINY));
    await inspector.end();
  });

  it('[M8] is stopped at its deadline, and when the request is aborted', async () => {
    const late = await new Inspector({ deadlineMs: 1 }).folder(TINY, filesIn(TINY));
    expect(late).toMatchObject({ ok: false, code: 'MODEL_FOLDER_INVALID' });
    const gone = AbortSignal.abort(new Error('nobody wants to know'));
    await expect(new Inspector().file(join(TINY, name), name, gone)).rejects.toThrow('nobody wants to know');
    // Later requests succeed.
    const inspector = new Inspector();
    await inspector.file(join(TINY, name), name, gone).catch(() => undefined);
    expect(await inspector.file(join(TINY, name), name)).toMatchObject({ ok: true });
  });
});

describe('trials of uploads', () => {
  let app: RunningApp;
  let trialRegistry: TrialRegistry;
  const signal = new AbortController().signal;

  beforeAll(async () => {
    const modelsDir = freshFolder();
    await cp(TINY, join(modelsDir, 'tiny'), { recursive: true });
    app = await bootApp({ modelsDir, modelTrialMs: 8_000, rendererThreads: 1 });
    trialRegistry = app.get(TrialRegistry);
  });

  const tried = (kind: 'model' | 'lora' | 'weights', dir: string) =>
    trialRegistry.run({ kind, dir, name: 'it' }, signal);
  const factsOf = async (kind: 'model' | 'lora' | 'weights', dir: string) => {
    const result = await tried(kind, dir);
    if (!result.ok) throw new Error(JSON.stringify(result));
    return parseRenderMetadata(result.renderFacts);
  };

  it('[M12] report their isolation at /api/health', async () => {
    const { body } = await new HttpClient(app.url).get('/api/health');
    expect(['bubblewrap', 'user', 'limits']).toContain((body as { isolation: string }).isolation);
  });

  it('[M11] render one step of a model, and record enough to list and match it', async () => {
    const facts = await factsOf('model', copyModelFolder(TINY));
    if (facts?.kind !== 'model') throw new Error('it is no model');
    expect(facts.facts).toMatchObject({ nativeSize: 128, takesImages: true, family: 'other' });
    expect(facts.modules.unet?.length).toBeGreaterThan(50);
    expect(facts.trial.stepMs).toBeGreaterThan(0);
  });

  it('[M11] load a LoRA with a compatible model', async () => {
    const dir = maliciousFolder();
    await cp(LORA, join(dir, 'ink.safetensors'));
    const facts = await factsOf('lora', dir);
    if (facts?.kind !== 'lora') throw new Error('it is no LoRA');
    expect(facts.modules.length).toBeGreaterThan(0);
    mkdirSync(join(dir, 'more'));
    expect(await factsOf('weights', dir)).toEqual({ kind: 'weights' });
  });

  it('[M13] report a crash or a hang by its code', async () => {
    const dir = copyModelFolder(TINY);
    await putFile(dir, 'unet/model.onnx', dividingByZeroGraph(UNET, 'sample', UNET_OUT));
    expect(await tried('model', dir)).toMatchObject({ ok: false, code: 'MODEL_PROBE_CRASHED' });
    await putFile(dir, 'unet/model.onnx', endlessGraph(UNET, 'sample', UNET_OUT));
    expect(await trialRegistry.run({ kind: 'model', dir, name: 'it' }, signal)).toMatchObject({
      code: 'MODEL_PROBE_TIMEOUT',
    });
  });
});
