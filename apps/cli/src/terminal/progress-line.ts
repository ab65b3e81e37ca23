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

/** One line for a terminal: a bar over the whole order, the step, and what is left. */
export function progressLine(progress: Progress): string {
  const { imageIndex: image, images: images, step, steps } = progress;
  const share = (image + step / steps) / images;
  return `${bar(share)} ${formatProgress(progress)}${left(progress.msLeft)}`;
}

/** The same in words alone. */
export function formatProgress({ imageIndex: image, images: images, step, steps }: Progress): string {
  return `${images > 1 ? `image ${image + 1} of ${images}, ` : ''}step ${step} of ${steps}`;
}

function bar(share: number): string {
  const eighths = Math.round(share * BAR_CELLS * 8);
  const full = '█'.repeat(Math.floor(eighths / 8));
  const partly = EIGHTHS[eighths % 8]!;
  return `▕${(full + partly).padEnd(BAR_CELLS)}▏`;
}

function left(ms: number): string {
  return ms < SLOW_MS ? '' : `, about ${Math.round(ms / 1000)} s left`;
}
