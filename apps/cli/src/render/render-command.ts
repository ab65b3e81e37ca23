import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { schedulerLabels, isSchedulerName } from '@visionary/diffusion';
import type { RenderCommand } from '../../../../libs/generation/terminal.js';
import { findModel } from '../find-model.js';
import { pictureWay } from '../terminal/ability.js';
import { cancellable } from '../terminal/cancel-on-signal.js';
import { readAgain } from './again.js';
import { orderOf } from './order.js';
import { outputsOf, requireWritable, writeWhole } from './output.js';
import type { RenderOptions } from './render-options.js';
import { readRenderOptions } from './render-options.js';
import type { Rendered } from './renderer-session.js';
import { RendererSession } from './renderer-session.js';
import type { Show } from './show.js';
import { LiveShow, PlainShow } from './show.js';

/** What is to be rendered, where it goes, and what it should be the same as. */
interface Order {
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
    for (const [at, { png }] of made.pictures.entries()) {
      await writeWhole(order.files[at]!, png);
      await show.showPicture(png);
    }
    return made;
  });
  await show.clear();
  return options.json ? asJson(order, rendered) : asWords(order, rendered);
}

async function readOrder(options: RenderOptions, config: Config): Promise<Order> {
  const { again } = options;
  if (again !== undefined) {
    const { command, original, warning } = await readAgain({ ...options, again }, config.modelsDir);
    if (warning) console.error(warning);
    return { command, original, files: [withEnding(options.output ?? `visionary-${command.job.seed}.png`)] };
  }
  const command = await orderOf(options, await findModel(config.modelsDir, options.model ?? ''), config.modelsDir);
  const output = withEnding(options.output ?? `visionary-${command.job.seed}.png`);
  return { command, files: outputsOf(output, command.job.batch) };
}

/** A name without an ending gets that of a PNG; any other is the person's own affair. */
function withEnding(file: string): string {
  const isThere = existsSync(file);
  return extname(file) === '' && !isThere && !/[/\\]$/.test(file) ? `${file}.png` : file;
}

async function chooseShow(): Promise<Show> {
  const { stderr, stdin } = process;
  if (!stderr.isTTY || process.env.TERM === 'dumb') return new PlainShow((line) => console.error(line));
  return new LiveShow(stderr, await pictureWay(stderr, stdin, process.env));
}

async function renderWith(threads: number, { command }: Order, show: Show, signal: AbortSignal): Promise<Rendered> {
  const session = await RendererSession.start(threads);
  try {
    return await session.render({ ...command, watched: show.isWatching }, show, signal);
  } catch (error) {
    await show.clear();
    throw error;
  } finally {
    await session.end();
  }
}

/** Whether the picture is what it was, where it should be. */
function isSame({ original }: Order, { pictures }: Rendered): boolean | undefined {
  return original && Buffer.from(original).equals(pictures[0]!.png);
}

function asWords(order: Order, rendered: Rendered): string {
  const { job, renderMs } = rendered.record;
  const sampler = isSchedulerName(job.scheduler) ? schedulerLabels(job.scheduler).label : job.scheduler;
  const same = isSame(order, rendered);
  const told = rendered.pictures.map(
    ({ width, height, seed }, at) =>
      `${order.files[at]}  ${width}×${height}, seed ${seed}, ${job.steps} steps, ${sampler}`,
  );
  if (same !== undefined) {
    told.push(same ? 'Identical to the original, byte for byte.' : 'Not identical to the original.');
    if (!same) process.exitCode = 1;
  }
  return [...told, `Rendered in ${(renderMs / 1000).toFixed(1)} s.`].join('\n');
}

function asJson(order: Order, rendered: Rendered): string {
  const { infotext: _infotext, ...record } = rendered.record;
  const same = isSame(order, rendered);
  if (same === false) process.exitCode = 1;
  const pictures = rendered.pictures.map(({ png, width, height, seed }, at) => ({
    ...{ file: order.files[at], width, height, seed, bytes: png.length },
    sha256: createHash('sha256').update(png).digest('hex'),
  }));
  return JSON.stringify({ pictures, ...(same !== undefined && { same }), record }, null, 2);
}
