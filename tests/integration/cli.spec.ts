import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CONTROLNET_FILE, modelsWithAdditions, safetensorsOf, vaeFile } from '../support/additions.js';
import { modelCopy, putFile } from '../support/model-copy.js';
import { DIALECTS, freshDatabase, freshFolder } from '../support/services.js';
import { visionary, visionaryHere } from '../support/visionary.js';
import { dividingByZeroGraph, UNET, UNET_OUT } from '../support/malicious-onnx.js';

const LORA = 'tests/golden/vectors/lora/lora_kohya.safetensors';

/** The file with its last value replaced. */
function withNaN(file: string): Buffer {
  const bytes = readFileSync(file);
  return Buffer.concat([bytes.subarray(0, -4), Buffer.alloc(4, 0xff)]);
}

describe('visionary', () => {
  it('[T1] visionary prints its usage', async () => {
    expect(await visionary(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('visionary migrate'),
    });
    expect(await visionaryHere([])).toEqual(await visionaryHere(['--help']));
  });

  it.each([
    [['dance'], '--help'],
    [['models', 'check'], 'models --help'],
    [['migrate', 'twice'], 'migrate --help'],
    [['--loud'], '--help'],
  ])('[T1] visionary exits with 2 and the reason when the arguments are %j', async (args, help) => {
    const stderr = `Unknown command "${args.join(' ')}".\nSee npx visionary ${help}.\n`;
    expect(await visionaryHere(args)).toEqual({ code: 2, stdout: '', stderr });
  });

  it('[T1] visionary reports an invalid setting in one sentence', async () => {
    expect(await visionary(['models', 'list'], { PORT: 'http' })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'PORT must be a whole number.\n',
    });
  });

  it.each(DIALECTS)('[T2] migrate updates an empty %s database once', async (dialect) => {
    const url = await freshDatabase(dialect);
    const settings: Record<string, string> =
      dialect === 'mysql'
        ? { DATABASE_URL: url }
        : { DATA_DIR: url.slice('sqlite:'.length, -'/visionary.sqlite'.length) };
    expect(await visionary(['migrate'], settings)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Applied: 0001-/),
    });
    expect(await visionaryHere(['migrate'], settings)).toMatchObject({
      code: 0,
      stdout: 'The database is up to date.\n',
    });
  });

  it('[T3] models list shows each model and why one is unusable', async () => {
    const models = freshFolder();
    cpSync('tests/golden/tiny-sd-random', join(models, 'good'), { recursive: true });
    cpSync('tests/golden/tiny-sd-random', join(models, 'torn'), { recursive: true });
    writeFileSync(join(models, 'torn', 'scheduler', 'scheduler_config.json'), '{');
    const { code, stdout } = await visionaryHere(['models', 'list'], { MODELS_DIR: models });
    expect(code).toBe(0);
    const [head, good, torn] = stdout.split('\n');
    expect(head).toMatch(/^ID +TITLE +FAMILY +ON DISK +STATE$/);
    expect(good).toMatch(/^good +good +.+ 13 MiB +ok$/);
    expect(torn).toMatch(/^torn .*can’t be used: scheduler\/scheduler_config\.json: /);
  });

  it('[T3] models check renders one step of a model, by name or folder, and reports its memory', async () => {
    for (const model of ['tiny-sd-random', 'tests/golden/tiny-sd-random']) {
      const { code, stdout, stderr } = await visionary(['models', 'check', model]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^model +\S+ \([0-9a-f]{10}\)$/m);
      expect(stdout).toMatch(/^native size +128×128$/m);
      expect(stdout).toMatch(/^token limit +75 tokens$/m);
      expect(stdout).toMatch(/^unet +3\.3 MiB, fp32$/m);
      expect(stdout).toMatch(/^memory +about \d+ MiB from its files$/m);
      expect(stdout).toMatch(/^memory used +[\d.]+ MiB loaded, \d+ MiB peak while rendering$/m);
      expect(stdout).toMatch(/^one step +\d+ ms at 128×128$/m);
    }
  });

  it('[T3] models check names the file and the reason when a model is invalid', async () => {
    const { code, stdout, stderr } = await visionaryHere(['models', 'check', 'nowhere']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/nowhere: there is no such folder\. Expected: /);
  });

  it('[T3] models check reports a model that crashes its process', async () => {
    const dir = await modelCopy();
    await putFile(dir, 'unet/model.onnx', dividingByZeroGraph(UNET, 'sample', UNET_OUT));
    const { code, stderr } = await visionary(['models', 'check', dir]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/\nIt can’t be used: .+SIGFPE.+\(MODEL_PROBE_CRASHED\)\.\n$/);
  });

  it('[T3] models check lists the models that a LoRA is compatible with, or why there are none', async () => {
    const models = freshFolder();
    cpSync('tests/golden/tiny-sd-random', join(models, 'tiny'), { recursive: true });
    const { code, stdout } = await visionary(['models', 'check', LORA], { MODELS_DIR: models });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^LoRA +lora_kohya\.safetensors, 0\.1 MiB\ntiny +compatible, all 67 layers\n$/m);
    cpSync(LORA, join(models, 'loras', 'ink.safetensors'));
    const named = await visionaryHere(['models', 'check', 'ink'], { MODELS_DIR: models });
    expect(named.stdout).toMatch(/^LoRA +ink\.safetensors, 0\.1 MiB\ntiny +compatible, all 67 layers\n$/m);
    expect((await visionaryHere(['models', 'list'], { MODELS_DIR: models })).stdout).toMatch(/\n\nLoRAs: ink\n$/);
    const other = join(models, 'loras', 'other.safetensors');
    writeFileSync(
      other,
      safetensorsOf({ 'lora_unet_nowhere.lora_down.weight': [4, 8], 'lora_unet_nowhere.lora_up.weight': [8, 4] }),
    );
    const refused = await visionaryHere(['models', 'check', other], { MODELS_DIR: models });
    expect(refused.code).toBe(0);
    expect(refused.stdout).toMatch(
      /^kind +LoRA\nform +[^]+tiny +not compatible: .+\n\nIt isn’t compatible with any model here\.\n$/,
    );
    const flux = join(freshFolder(), 'flux.safetensors');
    const layer = 'transformer.single_transformer_blocks.0.attn.to_q';
    writeFileSync(
      flux,
      safetensorsOf({ [`${layer}.lora_A.weight`]: [4, 3072], [`${layer}.lora_B.weight`]: [3072, 4] }),
    );
    const foreign = await visionaryHere(['models', 'check', flux], { MODELS_DIR: models });
    expect(foreign).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^flux.+: it is a file of Flux\.1, and .+ are supported\.$/m),
    });
    const broken = join(models, 'loras', 'broken.safetensors');
    writeFileSync(broken, withNaN(LORA));
    expect(await visionaryHere(['models', 'check', broken], { MODELS_DIR: models })).toMatchObject({
      ...{ code: 1, stderr: expect.stringMatching(/^broken.+: the tensor .+ has values that are NaN or infinite/) },
    });
  });

  it('[T21] models check says what the header of any file of weights tells, also as JSON, and refuses pickles', async () => {
    const golden = (name: string) => `tests/golden/checkpoints/files/${name}.safetensors`;
    const models = freshFolder();
    const lora = await visionaryHere(['models', 'check', golden('lora_locon'), '--json'], { MODELS_DIR: models });
    expect(JSON.parse(lora.stdout)).toMatchObject({
      ...{ ok: true, file: 'lora_locon.safetensors', kind: 'lora', form: 'LoCon', rank: 4, family: 'sd1' },
      ...{ precision: 'F16', tensors: 156 },
    });
    const vae = await visionaryHere(['models', 'check', await vaeFile()], { MODELS_DIR: models });
    expect(vae.stdout).toMatch(/^kind +VAE\nfor family +not told by the file\nprecision +F16 \(F16\)$/m);
    const decoder = await visionaryHere(['models', 'check', golden('taesd_decoder')]);
    expect(decoder).toMatchObject({ code: 0, stdout: expect.stringMatching(/^kind +preview decoder \(TAESD\)$/m) });
    const pickle = join(models, 'old.ckpt');
    writeFileSync(pickle, 'a pickle by its name');
    const refused = await visionaryHere(['models', 'check', pickle]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/is a pickle.+Save it as \.safetensors/) });
    const asJson = await visionaryHere(['models', 'check', pickle, '--json']);
    expect(JSON.parse(asJson.stderr)).toMatchObject({ ok: false, code: 'MODEL_PICKLE_NOT_ALLOWED' });
  });

  it('[T21] models check says once what is wrong with a broken file, whatever models are here', async () => {
    const models = freshFolder();
    cpSync('tests/golden/tiny-sd-random', join(models, 'tiny'), { recursive: true });
    const whole = readFileSync(CONTROLNET_FILE);
    const expected = 'Expected: a whole .safetensors file.\n';
    const pickle = Buffer.concat([Buffer.from([0x80, 2]), Buffer.from('}q\0.')]);
    const cases: readonly [Uint8Array, string][] = [
      [whole.subarray(0, whole.length - 1000), `bytes, but it has ${whole.length - 1000}. ${expected}`],
      [Buffer.from('a letter to a friend'), `it isn’t a .safetensors file: it has no header. ${expected}`],
      [Buffer.alloc(0), `it is empty. ${expected}`],
      [pickle, 'is a pickle, which can run code'],
    ];
    const file = join(freshFolder(), 'broken.safetensors');
    for (const [bytes, message] of cases) {
      writeFileSync(file, bytes);
      const { code, stderr } = await visionaryHere(['models', 'check', file], { MODELS_DIR: models });
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) });
      expect(stderr).not.toContain('compatible');
    }
    const controlNet = await visionaryHere(['models', 'check', CONTROLNET_FILE], { MODELS_DIR: models });
    expect(controlNet.stdout).toMatch(/^tiny +not compatible: exports to ONNX take no ControlNets$/m);
  });

  it('[M150] models list and check describe additions, the models that they fit, and why a file is none', async () => {
    const settings = { MODELS_DIR: await modelsWithAdditions() };
    const { stdout } = await visionaryHere(['models', 'list'], settings);
    expect(stdout).toContain('\n\nEmbeddings: Pair, Some-Style\n');
    expect(stdout).toContain(
      '  brush.safetensors: can’t be used: brush.safetensors: it is a LoRA. Expected: an embedding',
    );
    expect(stdout).toContain(
      '  old.pt: can’t be used: a pickle can run code when it is loaded. Convert it to .safetensors',
    );
    expect(stdout).toMatch(/\nVAEs: bright\n {2}cut\.safetensors: can’t be used: .+bytes/);
    const checked = await visionaryHere(['models', 'check', 'Pair'], settings);
    expect(checked.stdout).toMatch(
      /vectors +2\n[^]+\nwidth +12 and 16\ntiny +not compatible: it is for 2 text encoders/,
    );
    expect((await visionaryHere(['models', 'check', 'bright'], settings)).stdout).toMatch(/\ntiny +compatible\n/);
    const lora = await visionaryHere(['models', 'check', 'brush'], settings);
    expect(lora).toMatchObject({ code: 1, stderr: expect.stringContaining('it is a LoRA') });
  });

  it('[T20] models check and list say why a file in MODELS_DIR is no model', async () => {
    const models = freshFolder();
    writeFileSync(join(models, 'broken.safetensors'), 'this is no checkpoint');
    const checked = await visionaryHere(['models', 'check', 'broken'], { MODELS_DIR: models });
    expect(checked).toMatchObject({ code: 1, stderr: expect.stringContaining('broken.safetensors: it isn’t a') });
    const { stdout } = await visionaryHere(['models', 'list'], { MODELS_DIR: models });
    expect(stdout).toMatch(/broken\.safetensors .*can’t be used: .*header/);
  });
});
