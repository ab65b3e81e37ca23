import type { WriteStream } from 'node:tty';
import sharp from 'sharp';
import type { RendererReport } from '../../../../libs/generation/cli.js';
import type { ImageProtocol } from '../terminal/capabilities.js';
import { halfBlocks, sizeInCells } from '../terminal/half-blocks.js';
import { itermImage, kittyImage, sixelImage } from '../terminal/image-protocols.js';
import { formatProgress, progressLine } from '../terminal/progress-line.js';
import type { ProgressListener } from './renderer-session.js';

type StepReport = Extract<RendererReport, { type: 'step' }>;

/** What the user sees while an image is made, and of the image itself. */
export interface ProgressDisplay extends ProgressListener {
  /** Whether previews are wanted. */
  readonly isWatching: boolean;
  showImage(png: Uint8Array): Promise<void>;
  /** Takes away what was only meanwhile. */
  clear(): Promise<void>;
}

/** Cells of a preview, and of the image where it is drawn with blocks. */
const PREVIEW = { columns: 40, rows: 16 };
const BLOCKS = { columns: 80, rows: 40 };
/** Columns of an image that the terminal draws itself. */
const IMAGE_COLUMNS = 40;
const SIXEL_SIDE = 384;

/** For a terminal: a bar that moves, previews above it where there is true colour, and the image at the end. */
export class LiveDisplay implements ProgressDisplay {
  private rows = 0;
  private working: Promise<void> = Promise.resolve();
  private waiting: StepReport | undefined;

  constructor(
    private readonly screen: WriteStream,
    private readonly way: ImageProtocol,
  ) {}

  get isWatching(): boolean {
    return this.way !== 'none';
  }

  onLoading(): void {
    this.draw(['Loading the model…']);
  }

  /** While one preview is drawn only the newest waits. */
  onStep(step: StepReport): void {
    const isIdle = this.waiting === undefined;
    this.waiting = step;
    if (isIdle) this.working = this.working.then(() => this.drawStep());
  }

  async showImage(png: Uint8Array): Promise<void> {
    await this.clear();
    this.screen.write(await this.imageText(png));
  }

  async clear(): Promise<void> {
    await this.working;
    this.draw([]);
  }

  private async drawStep(): Promise<void> {
    const step = this.waiting!;
    const preview = step.frame && this.isWatching ? await this.blocks(step.frame.bytes, PREVIEW, 'nearest') : [];
    if (this.waiting === step) this.waiting = undefined;
    else this.working = this.working.then(() => this.drawStep());
    this.draw([...preview, progressLine(step)]);
  }

  private async blocks(
    picture: Uint8Array,
    cells: { readonly columns: number; readonly rows: number },
    kernel: 'nearest' | 'lanczos3',
  ): Promise<string[]> {
    const { width, height } = await sharp(picture).metadata();
    const columns = Math.min(cells.columns, this.screen.columns);
    const size = sizeInCells({ width, height }, columns, Math.min(cells.rows, this.screen.rows - 2));
    const image = sharp(picture).resize(size.width, size.height, { fit: 'fill', kernel }).removeAlpha();
    return halfBlocks({ rgb: await image.raw().toBuffer(), ...size });
  }

  private async imageText(png: Uint8Array): Promise<string> {
    const columns = Math.min(IMAGE_COLUMNS, this.screen.columns);
    switch (this.way) {
      case 'kitty':
        return kittyImage(png, columns);
      case 'iterm':
        return itermImage(png, columns);
      case 'sixel': {
        const image = sharp(png).resize(SIXEL_SIDE, SIXEL_SIDE, { fit: 'inside', withoutEnlargement: true });
        const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
        return sixelImage({ rgb: data, width: info.width, height: info.height });
      }
      case 'blocks':
        return `${(await this.blocks(png, BLOCKS, 'lanczos3')).join('\n')}\n`;
      case 'none':
        return '';
      default:
        return this.way satisfies never;
    }
  }

  /** Over what was drawn before. */
  private draw(lines: readonly string[]): void {
    const back = this.rows > 0 ? `\x1b[${this.rows}A\r\x1b[J` : '';
    const text = lines.map((line) => `${line}\n`).join('');
    if (back + text !== '') this.screen.write(back + text);
    this.rows = lines.length;
  }
}

/** So many lines about one order at most, beside those of loading. */
const LINES = 10;

/** For a file or another program: plain lines, not too many. */
export class PlainDisplay implements ProgressDisplay {
  readonly isWatching = false;
  private told = 0;

  constructor(private readonly say: (line: string) => void) {}

  onLoading(): void {
    this.say('Loading the model…');
  }

  onStep(step: StepReport): void {
    const share = Math.floor(((step.imageIndex + step.step / step.steps) / step.images) * LINES);
    if (share > this.told) this.say(formatProgress(step));
    this.told = share;
  }

  showImage(): Promise<void> {
    return Promise.resolve();
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }
}
