export interface Progress {
  readonly imageIndex: number;
  readonly images: number;
  readonly step: number;
  readonly steps: number;
  readonly msLeft: number;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const BAR_CELLS = 24;
const SLOW_MS = 1_000;

/** One line for a terminal: a bar over all images, the step, and the remaining time. */
export function progressLine(progress: Progress): string {
  const { imageIndex: image, images, step, steps } = progress;
  const share = (image + step / steps) / images;
  return `${formatBar(share)} ${formatProgress(progress)}${formatRemaining(progress.msLeft)}`;
}

/** The progress without a bar. */
export function formatProgress({ imageIndex: image, images, step, steps }: Progress): string {
  return `${images > 1 ? `image ${image + 1} of ${images}, ` : ''}step ${step} of ${steps}`;
}

function formatBar(share: number): string {
  const eighths = Math.round(share * BAR_CELLS * 8);
  const full = '█'.repeat(Math.floor(eighths / 8));
  const partial = EIGHTHS[eighths % 8]!;
  return `▕${(full + partial).padEnd(BAR_CELLS)}▏`;
}

function formatRemaining(ms: number): string {
  return ms < SLOW_MS ? '' : `, about ${Math.round(ms / 1000)} s left`;
}
