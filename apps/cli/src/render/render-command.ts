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

/** What is to be rendered, where it goes, and what it should be the same as. */
interface CliRenderRequest {
  readonly command: RenderCommand;
  readonly files: readonly string[];
  readonly original?: Uint8Array;
}

/**
 * `visionary render`.
 * @returns what to say on the standard output
 * @throws Usage, Trouble, Cancelled
 */
export async function render(args: readonly string[], config: Config): Promise<string> {
  const options = readRenderOptions(args);
  const order = await readOrder(options, config);
  requireWritable(order.files);
  const show = await chooseShow();
  const rendered = await cancellable(async (signal) => {
    const made = await renderWith(config.rendererThreads, order, show, signal);
    for (const [at, { png }] of made.images.entries()) {
      await writeAtomically(order.files[at]!, png);
      await show.showImage(png);
    }
    return made;
  });
  await show.clear();
  return options.json ? asJson(order, rendered) : asWords(order, rendered);
}

async function readOrder(options: RenderOptions, config: Config): Promise<CliRenderRequest> {
  const { again } = options;
  if (again !== undefined) {
    const { command, original, warning } = await readReproduction({ ...options, again }, config.modelsDir);
    if (warning) console.error(warning);
    return { command, original, files: [withEnding(options.output ?? `visionary-${command.job.seed}.png`)] };
  }
  const command = await buildRenderRequest(
    options,
    await findModel(config.modelsDir, options.model ?? ''),
    config.modelsDir,
  );
  const output = withEnding(options.output ?? `visionary-${command.job.seed}.png`);
  return { command, files: outputsOf(output, command.job.batch) };
}

/** A name without an ending gets that of a PNG; any other is the user's own affair. */
function withEnding(file: string): string {
  const isThere = existsSync(file);
  return extname(file) === '' && !isThere && !/[/\\]$/.test(file) ? `${file}.png` : file;
}

async function chooseShow(): Promise<ProgressDisplay> {
  const { stderr, stdin } = process;
  if (!stderr.isTTY || process.env.TERM === 'dumb') return new PlainDisplay((line) => console.error(line));
  return new LiveDisplay(stderr, await detectImageProtocol(stderr, stdin, process.env));
}

async function renderWith(
  threads: number,
  { command }: CliRenderRequest,
  progressDisplay: ProgressDisplay,
  signal: AbortSignal,
): Promise<Rendered> {
  const session = await RendererSession.start(threads);
  try {
    return await session.render({ ...command, sendFrames: progressDisplay.isWatching }, progressDisplay, signal);
  } catch (error) {
    await progressDisplay.clear();
    throw error;
  } finally {
    await session.end();
  }
}

/** Whether the image is what it was, where it should be. */
function isSame({ original }: CliRenderRequest, { images: images }: Rendered): boolean | undefined {
  return original && Buffer.from(original).equals(images[0]!.png);
}

function asWords(cliRenderRequest: CliRenderRequest, rendered: Rendered): string {
  const { job, renderMs } = rendered.record;
  const sampler = isSchedulerName(job.scheduler) ? schedulerLabels(job.scheduler).label : job.scheduler;
  const same = isSame(cliRenderRequest, rendered);
  const told = rendered.images.map(
    ({ width, height, seed }, at) =>
      `${cliRenderRequest.files[at]}  ${width}×${height}, seed ${seed}, ${job.steps} steps, ${sampler}`,
  );
  if (same !== undefined) {
    told.push(same ? 'Identical to the original, byte for byte.' : 'Not identical to the original.');
    if (!same) process.exitCode = 1;
  }
  return [...told, `Rendered in ${(renderMs / 1000).toFixed(1)} s.`].join('\n');
}

function asJson(cliRenderRequest: CliRenderRequest, rendered: Rendered): string {
  const { infotext: _infotext, ...record } = rendered.record;
  const same = isSame(cliRenderRequest, rendered);
  if (same === false) process.exitCode = 1;
  const images = rendered.images.map(({ png, width, height, seed }, at) => ({
    ...{ file: cliRenderRequest.files[at], width, height, seed, bytes: png.length },
    sha256: createHash('sha256').update(png).digest('hex'),
  }));
  return JSON.stringify({ images, ...(same !== undefined && { same }), record }, null, 2);
}
