import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { schedulerLabels, isSchedulerName } from '@visionary/diffusion';
import type { RenderCommand } from '../../../../libs/generation/cli.js';
import { findModel } from '../find-model.js';
import { detectImageProtocol } from '../terminal/capabilities.js';
import { cancellable } from '../terminal/cancel-on-signal.js';
import { readReproduction } from './reproduce.js';
import { buildRenderRequest } from './render-request.js';
import { outputsOf, requireWritable, writeAtomically } from './output.js';
import type { RenderOptions } from './render-options.js';
import { readRenderOptions } from './render-options.js';
import type { Rendered } from './renderer-session.js';
import { RendererSession } from './renderer-session.js';
import type { ProgressDisplay } from './progress-display.js';
import { LiveDisplay, PlainDisplay } from './progress-display.js';

/** A command, its output files, and the original to compare a reproduction with. */
interface CliRenderRequest {
  readonly command: RenderCommand;
  readonly files: readonly string[];
  readonly original?: Uint8Array;
}

/** `visionary render`. @returns the standard output. @throws UsageError, UserError, CancelledError */
export async function render(args: readonly string[], config: Config): Promise<string> {
  const options = readRenderOptions(args);
  const request = await readRequest(options, config);
  requireWritable(request.files);
  const display = await createDisplay();
  const rendered = await cancellable(async (signal) => {
    const result = await renderWith(config.rendererThreads, request, display, signal);
    for (const [at, { png }] of result.images.entries()) {
      await writeAtomically(request.files[at]!, png);
      await display.showImage(png);
    }
    return result;
  });
  await display.clear();
  return options.json ? toJson(request, rendered) : toText(request, rendered);
}

async function readRequest(options: RenderOptions, config: Config): Promise<CliRenderRequest> {
  const { reproduce } = options;
  if (reproduce !== undefined) {
    const { command, original, warning } = await readReproduction({ ...options, reproduce }, config.modelsDir);
    if (warning) console.error(warning);
    return { command, original, files: [withExtension(options.output ?? `visionary-${command.job.seed}.png`)] };
  }
  const command = await buildRenderRequest(
    options,
    await findModel(config.modelsDir, options.model ?? ''),
    config.modelsDir,
  );
  const output = withExtension(options.output ?? `visionary-${command.job.seed}.png`);
  return { command, files: outputsOf(output, command.job.batch) };
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
  threads: number,
  { command }: CliRenderRequest,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<Rendered> {
  const session = await RendererSession.start(threads);
  try {
    return await session.render({ ...command, sendFrames: display.showsPreviews }, display, signal);
  } catch (error) {
    await display.clear();
    throw error;
  } finally {
    await session.end();
  }
}

/** Whether a reproduction is identical to the original; undefined without one. */
function isSame({ original }: CliRenderRequest, { images }: Rendered): boolean | undefined {
  return original && Buffer.from(original).equals(images[0]!.png);
}

function toText(request: CliRenderRequest, rendered: Rendered): string {
  const { job, renderMs } = rendered.record;
  const sampler = isSchedulerName(job.scheduler) ? schedulerLabels(job.scheduler).label : job.scheduler;
  const same = isSame(request, rendered);
  const lines = rendered.images.map(
    ({ width, height, seed }, at) =>
      `${request.files[at]}  ${width}×${height}, seed ${seed}, ${job.steps} steps, ${sampler}`,
  );
  if (same !== undefined) {
    lines.push(same ? 'Identical to the original, byte for byte.' : 'Not identical to the original.');
    if (!same) process.exitCode = 1;
  }
  return [...lines, `Rendered in ${(renderMs / 1000).toFixed(1)} s.`].join('\n');
}

function toJson(request: CliRenderRequest, rendered: Rendered): string {
  const { infotext: _infotext, ...record } = rendered.record;
  const same = isSame(request, rendered);
  if (same === false) process.exitCode = 1;
  const images = rendered.images.map(({ png, width, height, seed }, at) => ({
    file: request.files[at],
    width,
    height,
    seed,
    bytes: png.length,
    sha256: createHash('sha256').update(png).digest('hex'),
  }));
  return JSON.stringify({ images, ...(same !== undefined && { same }), record }, null, 2);
}
