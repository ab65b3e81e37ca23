import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { schedulerLabels, isSchedulerName } from '@visionary/diffusion';
import { parseProviderSetting } from '@visionary/contract';
import type { RenderCommand } from '../../../../libs/generation/cli.js';
import { findModel } from '../find-model.js';
import { detectImageProtocol } from '../terminal/capabilities.js';
import { withCancellation } from '../terminal/cancel-on-signal.js';
import { readReproduction, type RenderedBy, warningOf } from './reproduce.js';
import { buildRenderRequest } from './render-request.js';
import { outputFilesOf, requireWritable, writeAtomically } from './output.js';
import type { RenderOptions } from './render-options.js';
import { readRenderOptions } from './render-options.js';
import type { RenderResult } from './renderer-session.js';
import { RendererSession, type RendererSettings, rendererSettingsOf } from './renderer-session.js';
import type { ProgressDisplay } from './progress-display.js';
import { LiveDisplay, PlainDisplay } from './progress-display.js';

/** A command, its output files, and the original to compare a reproduction with. */
interface CliRenderRequest {
  readonly command: RenderCommand;
  readonly files: readonly string[];
  readonly original?: Uint8Array;
  /** What the original was rendered with. */
  readonly by?: RenderedBy;
}

/** `visionary render`. @returns the standard output. @throws UsageError, UserError, CancelledError */
export async function render(args: readonly string[], config: Config): Promise<string> {
  const options = readRenderOptions(args);
  const request = await readRequest(options, config);
  requireWritable(request.files);
  const display = await createDisplay();
  const result = await withCancellation(async (signal) => {
    const rendered = await renderWith(rendererSettingsOf(config), request, display, signal);
    for (const [at, { png }] of rendered.images.entries()) {
      await writeAtomically(request.files[at]!, png);
      await display.showImage(png);
    }
    return rendered;
  });
  await display.clear();
  return options.json ? toJson(request, result) : toText(request, result);
}

async function readRequest(options: RenderOptions, config: Config): Promise<CliRenderRequest> {
  const { reproduce } = options;
  if (reproduce !== undefined) {
    const reproduction = await readReproduction({ ...options, reproduce }, config.modelsDir);
    const { command } = reproduction;
    return { ...reproduction, files: [withExtension(options.output ?? `visionary-${command.job.seed}.png`)] };
  }
  const command = await buildRenderRequest(
    options,
    await findModel(config.modelsDir, options.model ?? ''),
    config.modelsDir,
  );
  const output = withExtension(options.output ?? `visionary-${command.job.seed}.png`);
  return { command, files: outputFilesOf(output, command.job.batch) };
}

/** Appends .png to a name without an extension. */
function withExtension(file: string): string {
  const exists = existsSync(file);
  return extname(file) === '' && !exists && !/[/\\]$/.test(file) ? `${file}.png` : file;
}

async function createDisplay(): Promise<ProgressDisplay> {
  const { stderr, stdin } = process;
  if (!stderr.isTTY || process.env.TERM === 'dumb') return new PlainDisplay((line) => console.error(line));
  return new LiveDisplay(stderr, await detectImageProtocol(stderr, stdin, process.env));
}

async function renderWith(
  settings: RendererSettings,
  { command, by }: CliRenderRequest,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<RenderResult> {
  // Another provider rounds differently.
  const provider = by && parseProviderSetting(by.provider) ? by.provider : settings.provider;
  const session = await RendererSession.start({ ...settings, provider });
  try {
    const warning = by && warningOf(by, session.provider);
    if (warning) console.error(warning);
    return await session.render({ ...command, sendFrames: display.showsPreviews }, display, signal);
  } catch (error) {
    await display.clear();
    throw error;
  } finally {
    await session.end();
  }
}

/** Whether a reproduction is identical to the original; undefined without one. */
function isIdentical({ original }: CliRenderRequest, { images }: RenderResult): boolean | undefined {
  return original && Buffer.from(original).equals(images[0]!.png);
}

function toText(request: CliRenderRequest, result: RenderResult): string {
  const { job, renderMs } = result.record;
  const sampler = isSchedulerName(job.scheduler) ? schedulerLabels(job.scheduler).label : job.scheduler;
  const isSame = isIdentical(request, result);
  const lines = result.images.map(
    ({ width, height, seed }, at) =>
      `${request.files[at]}  ${width}×${height}, seed ${seed}, ${job.steps} steps, ${sampler}`,
  );
  if (isSame !== undefined) {
    lines.push(isSame ? 'Identical to the original, byte for byte.' : 'Not identical to the original.');
    if (!isSame) process.exitCode = 1;
  }
  return [...lines, `Rendered in ${(renderMs / 1000).toFixed(1)} s.`].join('\n');
}

function toJson(request: CliRenderRequest, result: RenderResult): string {
  const { infotext: _infotext, ...record } = result.record;
  const isSame = isIdentical(request, result);
  if (isSame === false) process.exitCode = 1;
  const images = result.images.map(({ png, width, height, seed }, at) => ({
    file: request.files[at],
    width,
    height,
    seed,
    bytes: png.length,
    sha256: createHash('sha256').update(png).digest('hex'),
  }));
  return JSON.stringify({ images, ...(isSame !== undefined && { same: isSame }), record }, null, 2);
}
