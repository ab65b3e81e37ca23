import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { parseInfotext, readPngText } from '@visionary/infotext';
import { UPLOAD_TRANSFORM } from '../../libs/generation/domain/uploads.js';
import { runImageTask } from '../../libs/platform/images/run-image-task.js';
import type { RenderJob } from '../../libs/generation/domain/renderer-protocol.js';
import { checkpointFile, CONTROLNET_FILE, modelsWithAdditions, safetensorsOf } from '../support/additions.js';
import { RendererChild } from '../support/renderer-child.js';
import { freshFolder } from '../support/services.js';
import { visionaryHere } from '../support/visionary.js';

const ARGS = ['render', '-m', 'tiny', '-p', 'a red fox', '--size', '64x64', '--steps', '3', '--seed', '7'];

interface Report {
  readonly images: readonly { readonly sha256: string; readonly width: number }[];
  readonly record: { readonly job: Readonly<Record<string, unknown>> };
}

/** Edges as a canny ControlNet reads them. */
async function edges(side: number): Promise<string> {
  const file = join(freshFolder(), `edges-${side}.png`);
  const stripes = Uint8Array.from({ length: side * side }, (_, i) => ((i % side) % 8 === 0 ? 255 : 0));
  await sharp(stripes, { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toFile(file);
  return file;
}

/** The ControlNet for a model whose texts are wider, as those of another family are. */
function widerControlNet(): string {
  const bytes = readFileSync(CONTROLNET_FILE);
  const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString();
  const tensors = Object.entries(JSON.parse(header) as Record<string, { readonly shape?: readonly number[] }>);
  const shapes = tensors.flatMap(([name, { shape }]): [string, readonly number[]][] => {
    if (!shape) return [];
    return [[name, /attn2\.to_[kv]\.weight$/.test(name) ? [shape[0]!, 16] : shape]];
  });
  const file = join(freshFolder(), 'wider.safetensors');
  writeFileSync(file, safetensorsOf(Object.fromEntries(shapes)));
  return file;
}

describe('visionary render with what people add to a model', () => {
  let settings: { MODELS_DIR: string };
  let image: string;
  beforeAll(async () => {
    settings = { MODELS_DIR: await modelsWithAdditions() };
    cpSync(CONTROLNET_FILE, join(settings.MODELS_DIR, 'controlnet', 'lines.safetensors'));
    cpSync('tests/golden/tiny-sd-random', join(settings.MODELS_DIR, 'export'), { recursive: true });
    image = await edges(96);
  });

  /** Renders to a fresh folder and reads the image's infotext. */
  async function rendered(...more: readonly string[]) {
    const file = join(freshFolder(), 'fox.png');
    const { code, stdout, stderr } = await visionaryHere([...ARGS, '--json', ...more, '-o', file], settings);
    expect({ code, stderr: stderr.split('\n').at(-2) }).toMatchObject({ code: 0 });
    const { images, record } = JSON.parse(stdout) as Report;
    const { parameters } = parseInfotext(readPngText(readFileSync(file)).get('parameters')!);
    return { file, ...images[0]!, job: record.job, parameters: new Map(parameters) };
  }

  let plain: ReturnType<typeof rendered> | undefined;
  /** Without anything added; each render starts a renderer, so once. */
  const renderedPlain = () => (plain ??= rendered());

  const reproduce = (file: string, ...more: readonly string[]) =>
    visionaryHere(['render', '--reproduce', file, '-o', join(freshFolder(), 'again.png'), ...more], settings);

  const IDENTICAL = { code: 0, stdout: expect.stringContaining('Identical to the original, byte for byte.') };

  it('[T22] render follows ControlNets, records and names them, and reproduces the image', async () => {
    const other = await edges(40);
    const { file, sha256, job, parameters } = await rendered(
      ...['--controlnet', 'lines:0.8', '--control-image', image, '--control-end', '0.7'],
      ...['--controlnet', CONTROLNET_FILE, '--control-image', other],
    );
    expect(job.controls).toMatchObject([
      { id: 'lines', weight: 0.8, start: 0, end: 0.7 },
      { id: 'controlnet_diffusers', weight: 1, start: 0, end: 1 },
    ]);
    expect(parameters.get('ControlNet 0')).toMatch(
      /Model: lines \[[0-9a-f]{8}\], Weight: 0\.8, .+ Guidance End: 0\.7,/,
    );
    expect(parameters.get('ControlNet 1')).toContain('Model: controlnet_diffusers [');
    expect(sha256).not.toBe((await renderedPlain()).sha256);
    const bare = await reproduce(file);
    expect(bare.code).toBe(1);
    expect(bare.stderr).toMatch(
      /the image of the ControlNet lines \(SHA-256 [0-9a-f]{10}\) is required: --control-image FILE; .+\n$/,
    );
    const swapped = await reproduce(file, '--control-image', image, '--control-image', file);
    expect(swapped.stderr).toContain(`${file} is not the image of one of its ControlNets`);
    expect(await reproduce(file, '--control-image', other, '--control-image', image)).toMatchObject(IDENTICAL);
  });

  it('[T22] render --reproduce takes an image that a server stored re-encoded', async () => {
    const [original, stored] = ['original.png', 'stored.png'].map((name) => join(freshFolder(), name));
    await sharp(image).png({ compressionLevel: 0 }).toFile(original!);
    const upload = await runImageTask({
      type: 'transform',
      file: readFileSync(original!),
      transform: UPLOAD_TRANSFORM,
    });
    if (upload.type !== 'image') throw new Error(upload.type);
    writeFileSync(stored!, upload.data);
    expect(readFileSync(stored!).equals(readFileSync(original!))).toBe(false);
    const { file } = await rendered(
      ...['--controlnet', 'lines', '--control-image', stored!, '--init', stored!, '--strength', '0.8'],
    );
    const given = ['--control-image', original!, '--init', original!];
    expect(await reproduce(file, ...given)).toMatchObject(IDENTICAL);
    const other = await reproduce(file, ...given.slice(0, 3), file);
    expect(other.stderr).toMatch(/is not its init image .+: download it from the room/);
  });

  it('[T22] render enlarges with an upscaler model in the second pass, and reproduces the image', async () => {
    const { file, width, job, parameters } = await rendered(
      ...['--hires', '1.5', '--hires-steps', '2', '--hires-strength', '0.5', '--hires-upscaler', 'sharp'],
    );
    expect(width).toBe(96);
    expect(job.hires).toMatchObject({
      ...{ upscaler: 'sharp', scale: 1.5, steps: 2, strength: 0.5, width: 96 },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(parameters.get('Hires upscaler')).toBe('sharp');
    expect(await reproduce(file)).toMatchObject(IDENTICAL);
    const upscaler = checkpointFile('esrgan_x2_new_keys');
    const elsewhere = { MODELS_DIR: freshFolder() };
    cpSync(join(settings.MODELS_DIR, 'tiny'), join(elsewhere.MODELS_DIR, 'tiny'), { recursive: true });
    const args = ['render', '--reproduce', file, '-o', join(freshFolder(), 'again.png')];
    const missing = await visionaryHere(args, elsewhere);
    expect(missing.stderr).toMatch(/the upscaler sharp \(SHA-256 .+\) is required: --hires-upscaler FILE\.\n$/);
    expect(await visionaryHere([...args, '--hires-upscaler', upscaler], elsewhere)).toMatchObject(IDENTICAL);
  });

  let source: Promise<[file: string, renderer: RendererChild]> | undefined;
  const imageAndRenderer = () =>
    (source ??= Promise.all([rendered('--init', image).then(({ file }) => file), RendererChild.start()]));

  it.each([
    ['a built-in upscaler', 'lanczos'],
    ['an upscaler model', 'sharp'],
  ])('[T22] render --reproduce reproduces an image that was only enlarged, by %s', async (_, upscaler) => {
    const [source, renderer] = await imageAndRenderer();
    const upscalePng = readFileSync(source);
    const { job } = JSON.parse(readPngText(upscalePng).get('visionary')!) as { job: RenderJob };
    const imageSha256 = createHash('sha256').update(upscalePng).digest('hex');
    const upscale = { upscaler, scale: 2, width: 128, height: 128, imageSha256 };
    const files = upscaler === 'sharp' ? [join(settings.MODELS_DIR, 'upscalers', 'sharp.safetensors')] : [];
    const ended = renderer.ended(upscaler);
    const command = { type: 'render', takeId: upscaler, modelDir: '', modelName: 'tiny', sendFrames: false } as const;
    renderer.send({ ...command, job: { ...job, upscale }, upscalePng, ...(files.length > 0 && { files }) });
    const report = await ended;
    if (report.type !== 'finished') throw new Error(JSON.stringify(report));
    const file = join(freshFolder(), 'large.png');
    writeFileSync(file, report.images[0]!.png);
    const bare = await visionaryHere(['render', '--reproduce', file, '-o', join(freshFolder(), 'again.png')], settings);
    expect(bare.stderr).toMatch(/the image that it enlarges \(SHA-256 .+\) is required: --init FILE\.\n$/);
    expect(await reproduce(file, '--init', source)).toMatchObject(IDENTICAL);
  });

  it('[T22] render reads another layer of the text encoder and the parts of a prompt, and reproduces the image', async () => {
    const { file, sha256, job, parameters } = await rendered(
      ...['--clip-skip', '2', '-p', 'a red fox AND snow at night :0.6'],
    );
    expect(job).toMatchObject({ clipSkip: 2, prompt: 'a red fox AND snow at night :0.6' });
    expect(parameters.get('Clip skip')).toBe('2');
    const { sha256: skipped } = await rendered('--clip-skip', '2');
    expect(skipped).not.toBe(sha256);
    expect(skipped).not.toBe((await renderedPlain()).sha256);
    expect(await reproduce(file)).toMatchObject(IDENTICAL);
  });

  it.each([
    [['--controlnet', 'lines'], 'Each --controlnet needs a --control-image: there are 1 and 0 of them.'],
    [['--control-image', 'x.png'], 'Each --controlnet needs a --control-image: there are 0 and 1 of them.'],
    [['--controlnet', 'lines:3', '--control-image', 'x.png'], '--controlnet takes a weight from 0 to 2, not 3.'],
    [['--control-end', '0.5'], '--control-end needs a --controlnet.'],
    [
      ['--controlnet', 'lines', '--control-image', 'x.png', '--control-start', '2'],
      '--control-start takes a share of the steps from 0 to 1, not "2".',
    ],
    [
      ['--controlnet', 'lines', '--control-image', 'x.png', '--control-start', '0.6', '--control-end', '0.5'],
      'lines would never apply: --control-start 0.6 is after --control-end 0.5.',
    ],
    [['--hires-upscaler', 'sharp'], '--hires-upscaler needs a second pass: --hires N.'],
  ])('[T22] render exits with 2 and the reason when the options are %j', async (args, reason) => {
    const { code, stdout, stderr } = await visionaryHere([...ARGS, ...args], settings);
    expect({ code, stdout, stderr: stderr.split('\n')[0] }).toEqual({ code: 2, stdout: '', stderr: reason });
  });

  it('[T22] render exits with 1 and one sentence when a file is missing, of another kind, or for another model', async () => {
    const letter = join(freshFolder(), 'letter.png');
    writeFileSync(letter, 'a letter to a friend');
    const foreign = join(freshFolder(), 'foreign.safetensors');
    writeFileSync(foreign, safetensorsOf({ clip_l: [2, 12], clip_g: [2, 16] }));
    const withNet = (net: string, file = image) => ['--controlnet', net, '--control-image', file];
    const hires = ['--hires', '2', '--hires-upscaler'];
    const cases: readonly [readonly string[], RegExp][] = [
      [withNet('nowhere'), /^ControlNet nowhere not found, neither here nor in .+controlnet\. Available: lines\.$/],
      [withNet('lines', 'nowhere.png'), /^File nowhere\.png not found\.$/],
      [withNet('lines', letter), /letter\.png cannot be read: .+\. Give a PNG, JPEG, or WebP\.$/],
      [['--init', letter], /letter\.png cannot be read: .+\. Give a PNG, JPEG, or WebP\.$/],
      [withNet(checkpointFile('esrgan_x2_new_keys')), /it is an upscaler \(ESRGAN\)\. Expected: a ControlNet/],
      [
        withNet(widerControlNet()),
        /^The ControlNet wider.+ isn’t compatible with tiny: it reads texts 16 wide, and the model 12\.$/,
      ],
      [[...hires, CONTROLNET_FILE], /it is a ControlNet of Stable Diffusion\. Expected: an upscaler/],
      [
        [...hires, 'nonsense'],
        /^Upscaler nonsense not found, .+ Available: Latent, Latent \(nearest\), Lanczos, sharp\.$/,
      ],
      [
        ['-m', 'export', ...withNet('lines')],
        /^The ControlNet lines.+ isn’t compatible with export: exports to ONNX take no/,
      ],
      [['--embedding', foreign], /^The embedding foreign.+ isn’t compatible with tiny: it is for 2 text encoders/],
      [['--clip-skip', '9'], /^--clip-skip 9 isn’t supported: tiny has at most \d\.$/],
      [['-m', 'export', '--clip-skip', '2'], /^--clip-skip 2 isn’t supported: export reads one fixed layer\.$/],
    ];
    for (const [args, reason] of cases) {
      const { code, stdout, stderr } = await visionaryHere([...ARGS, ...args], settings);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr.trimEnd()).toMatch(reason);
    }
  });
});
