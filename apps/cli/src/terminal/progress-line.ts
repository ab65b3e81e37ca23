export interface Progress {
  readonly picture: number;
  readonly pictures: number;
  readonly step: number;
  readonly steps: number;
  readonly msLeft: number;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const BAR_CELLS = 24;
const SLOW_MS = 1_000;

/** One line for a terminal: a bar over the whole order, the step, and what is left. */
export function progressLine(progress: Progress): string {
  const { picture, pictures, step, steps } = progress;
  const share = (picture + step / steps) / pictures;
  return `${bar(share)} ${placeOf(progress)}${left(progress.msLeft)}`;
}

/** The same in words alone. */
export function placeOf({ picture, pictures, step, steps }: Progress): string {
  return `${pictures > 1 ? `image ${picture + 1} of ${pictures}, ` : ''}step ${step} of ${steps}`;
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
