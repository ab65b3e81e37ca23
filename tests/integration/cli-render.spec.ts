import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { onCleanup } from '../support/cleanup.js';
import { environment } from '../support/environment.js';
import { freshFolder } from '../support/services.js';
import { visionary, visionaryHere } from '../support/visionary.js';

const ARGS = ['render', '-m', 'tiny-sd-random', '-p', 'a red fox in the snow', '--size', '64x64', '--steps', '3'];

/** Renders into a fresh folder. */
async function rendered(...more: string[]) {
  const file = join(freshFolder(), 'fox.png');
  const ended = await visionaryHere([...ARGS, '-o', file, ...more]);
  return { ...ended, file };
}

describe('visionary render', () => {
  it('[T8] render writes the image and prints plain progress lines', async () => {
    const file = join(freshFolder(), 'fox.png');
    const { code, stdout, stderr } = await visionary([...ARGS, '-o', file, '--seed', '7']);
    expect(code).toBe(0);
    expect(stdout).toContain(`${file}  64×64, seed 7, 3 steps, `);
    expect(stderr).toMatch(/^Loading the model…\nstep 1 of 3\nstep 2 of 3\nstep 3 of 3\n$/);
    expect(await sharp(file).metadata()).toMatchObject({ format: 'png', width: 64, height: 64 });
  });

  it('[T8] render prints JSON and names each image of a batch', async () => {
    const { code, stdout, file } = await rendered(
      '--seed',
      '7',
      '--batch',
      '2',
      '--scheduler',
      'DPM++ 2M Karras',
      '--json',
    );
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { images: { file: string; seed: number }[]; record: { job: object } };
    const files = [1, 2].map((one) => file.replace('.png', `-${one}.png`));
    expect(report.images.map((one) => one.file)).toEqual(files);
    expect(report.images.map((one) => one.seed)).toEqual([7, 8]);
    expect(report.record.job).toMatchObject({ scheduler: 'dpmpp_2m_karras', batch: 2 });
    expect(readdirSync(join(file, '..')).sort()).toEqual(['fox-1.png', 'fox-2.png']);
  });

  it('[T9] render --reproduce reproduces an image byte for byte', async () => {
    const { file } = await rendered('--seed', '7', '--batch', '2', '--eta', '0.5', '-n', 'blurry');
    const original = file.replace('.png', '-2.png');
    const copy = join(freshFolder(), 'again');
    const { code, stdout } = await visionaryHere(['render', '--reproduce', original, '-o', copy]);
    expect(code).toBe(0);
    expect(stdout).toContain('Identical to the original, byte for byte.');
    expect(readFileSync(`${copy}.png`).equals(readFileSync(original))).toBe(true);
  });

  it('[T9] render --reproduce reproduces an image with init image and LoRAs when the files are given', async () => {
    const lora = 'tests/golden/vectors/lora/lora_kohya.safetensors';
    const { file: init } = await rendered('--seed', '1');
    const { code, file } = await rendered('--init', init, '--strength', '0.8', '--lora', `${lora}:0.7`);
    expect(code).toBe(0);
    const reproduce = ['render', '--reproduce', file, '-o', join(freshFolder(), 'again.png')];
    const bare = await visionaryHere(reproduce);
    expect(bare.code).toBe(1);
    expect(bare.stderr).toMatch(/its init image .+ --init FILE; the LoRA lora_kohya .+ --lora FILE\.\n$/);
    const whole = await visionaryHere([...reproduce, '--init', init, '--lora', lora]);
    expect(whole).toMatchObject({ code: 0, stdout: expect.stringContaining('Identical to the original') });
    const swapped = await visionaryHere([...reproduce, '--init', file, '--lora', lora]);
    expect(swapped).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not its init image'),
    });
  });

  it('[T9] render --reproduce lists the differences when the inputs differ', async () => {
    const { file } = await rendered('--seed', '7');
    const models = freshFolder();
    const reproduce = ['render', '--reproduce', file, '-o', join(models, 'again.png')];
    const missing = await visionaryHere(reproduce, { MODELS_DIR: models });
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the model tiny-sd-random wasn’t found'),
    });
    cpSync('tests/golden/tiny-sd-random', join(models, 'tiny-sd-random'), { recursive: true });
    writeFileSync(join(models, 'tiny-sd-random', 'unet', 'note.txt'), 'another model');
    const other = await visionaryHere(reproduce, { MODELS_DIR: models });
    expect(other.code).toBe(1);
    expect(other.stderr).toMatch(/differs \([0-9a-f]{10}, the image was made with [0-9a-f]{10}\)\.\n$/);
    const nothing = await visionaryHere(['render', '--reproduce', 'tests/golden/vectors/png/latin1_tEXt.png']);
    expect(nothing).toMatchObject({ code: 1, stderr: expect.stringContaining('has no Visionary generation data') });
  });

  it.each([
    [['render'], 'Choose a model with -m.'],
    [['render', '-m', 'tiny-sd-random'], 'Add a prompt with -p.'],
    [[...ARGS, '--steps', '0'], '--steps takes a whole number from 1 to 150, not "0".'],
    [[...ARGS, '--seed', '1.5'], '--seed takes a whole number'],
    [[...ARGS, '--size', '60x64'], '--size takes sides that are multiples of 8'],
    [[...ARGS, '--scheduler', 'nonsense'], 'Unknown scheduler "nonsense". Available: DDIM, '],
    [[...ARGS, '--mask', 'x.png'], '--mask needs an init image'],
    [['render', '--reproduce', 'x.png', '--seed', '1'], '--reproduce reads --seed from the image'],
    [[...ARGS, '-o', ''], '-o takes a file name.'],
    [[...ARGS, '--loud'], 'There is no option --loud.'],
  ])('[T8] render exits with 2 and the reason when the options are %j', async (args, reason) => {
    const { code, stdout, stderr } = await visionaryHere(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(reason)).toBe(true);
    expect(stderr).toMatch(/\nSee npx visionary render --help\.\n$/);
  });

  it.each([
    [['-m', 'nowhere'], /^Model nowhere not found, .+ Available: .*tiny-sd-random.*\.$/],
    [['-o', '.'], /^\. is a folder\. Add a file name\.$/],
    [['-o', 'no/such/folder/x.png'], /^Can’t write no\/such\/folder\/x\.png: the folder .+ doesn’t exist\.$/],
    [['-o', `${'x'.repeat(300)}.png`], /^Can’t write x+\.png: ENAMETOOLONG: .+$/],
    [['-o', 'package.json/x.png'], /^Can’t write package\.json\/x\.png: the folder .+ doesn’t exist\.$/],
    [['-o', 'package.json/a/x.png'], /: ENOTDIR: .+$| doesn’t exist\.$/],
    [['--init', '/dev/zero'], /^\/dev\/zero is too large for an image\.$/],
    [['--init', 'nowhere.png'], /^File nowhere\.png not found\.$/],
    [['--lora', 'nowhere'], /^LoRA nowhere not found, neither here nor in .+loras\.$/],
    [['--lora', 'nowhere.safetensors:0.5'], /^File nowhere\.safetensors not found\.$/],
  ])('[T8] render reports the error of %j in one sentence', async (args, reason) => {
    const { code, stdout, stderr } = await visionaryHere([...ARGS, ...args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.split('\n').at(-2)).toMatch(reason);
  });

  it('[T10] render ends within a step and writes nothing when Ctrl+C is pressed', async () => {
    const folder = freshFolder();
    const args = [...ARGS, '--steps', '150', '-o', join(folder, 'fox.png')];
    const env = environment({ DATA_DIR: folder, MODELS_DIR: 'tests/golden' });
    const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', ...args], { env });
    onCleanup(() => child.kill('SIGKILL'));
    let stderr = '';
    let isAsked = false;
    child.stderr.on('data', (part: Buffer) => {
      stderr += part.toString();
      // Ctrl+C arrives twice when npm forwards it.
      if (!isAsked && /step \d/.test(stderr)) isAsked = child.kill('SIGINT') && child.kill('SIGTERM');
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, last: stderr.split('\n').at(-2) }).toEqual({
      code: 130,
      last: expect.stringMatching(/^Canceled after step \d+\. Nothing was written\.$/),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
