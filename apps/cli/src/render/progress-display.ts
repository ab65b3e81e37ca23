import type { WriteStream } from 'node:tty';
import sharp from 'sharp';
import type { RendererReport } from '../../../../libs/generation/cli.js';
import type { ImageProtocol } from '../terminal/capabilities.js';
import { halfBlocks, sizeInCells } from '../terminal/half-blocks.js';
import { itermImage, kittyImage, sixelImage } from '../terminal/image-protocols.js';
import { formatProgress, progressLine } from '../terminal/progress-line.js';
import type { ProgressListener } from './renderer-session.js';

type StepReport = Extract<RendererReport, { type: 'step' }>;

/** Shows progress and the finished image. */
export interface ProgressDisplay extends ProgressListener {
  readonly showsPreviews: boolean;
  showImage(png: Uint8Array): Promise<void>;
  /** Removes progress and previews. */
  clear(): Promise<void>;
}

const PREVIEW_CELLS = { columns: 40, rows: 16 };
const IMAGE_CELLS = { columns: 80, rows: 40 };
/** For image protocols of the terminal. */
const IMAGE_COLUMNS = 40;
const SIXEL_SIDE = 384;

/** For a terminal: a progress bar with previews above it, and the image at the end. */
export class LiveDisplay implements ProgressDisplay {
  private drawnRows = 0;
  private drawing: Promise<void> = Promise.resolve();
  private pending: StepReport | undefined;

  constructor(
    private readonly screen: WriteStream,
    private readonly protocol: ImageProtocol,
  ) {}

  get showsPreviews(): boolean {
    return this.protocol !== 'none';
  }

  onLoading(): void {
    this.draw(['Loading the model…']);
  }

  /** While a preview is drawn, only the newest step waits. */
  onStep(step: StepReport): void {
    const isIdle = this.pending === undefined;
    this.pending = step;
    if (isIdle) this.drawing = this.drawing.then(() => this.drawStep());
  }

  async showImage(png: Uint8Array): Promise<void> {
    await this.clear();
    this.screen.write(await this.encodeImage(png));
  }

  async clear(): Promise<void> {
    await this.drawing;
    this.draw([]);
  }

  private async drawStep(): Promise<void> {
    const step = this.pending!;
    const preview =
      step.frame && this.showsPreviews ? await this.renderBlocks(step.frame.bytes, PREVIEW_CELLS, 'nearest') : [];
    if (this.pending === step) this.pending = undefined;
    else this.drawing = this.drawing.then(() => this.drawStep());
    this.draw([...preview, progressLine(step)]);
  }

  private async renderBlocks(
    image: Uint8Array,
    cells: { readonly columns: number; readonly rows: number },
    kernel: 'nearest' | 'lanczos3',
  ): Promise<string[]> {
    const { width, height } = await sharp(image).metadata();
    const columns = Math.min(cells.columns, this.screen.columns);
    const size = sizeInCells({ width, height }, columns, Math.min(cells.rows, this.screen.rows - 2));
    const resized = sharp(image).resize(size.width, size.height, { fit: 'fill', kernel }).removeAlpha();
    return halfBlocks({ rgb: await resized.raw().toBuffer(), ...size });
  }

  private async encodeImage(png: Uint8Array): Promise<string> {
    const columns = Math.min(IMAGE_COLUMNS, this.screen.columns);
    switch (this.protocol) {
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
        return `${(await this.renderBlocks(png, IMAGE_CELLS, 'lanczos3')).join('\n')}\n`;
      case 'none':
        return '';
      default:
        return this.protocol satisfies never;
    }
  }

  /** Replaces the previous lines. */
  private draw(lines: readonly string[]): void {
    const eraser = this.drawnRows > 0 ? `\x1b[${this.drawnRows}A\r\x1b[J` : '';
    const text = lines.map((line) => `${line}\n`).join('');
    if (eraser + text !== '') this.screen.write(eraser + text);
    this.drawnRows = lines.length;
  }
}

/** Progress lines per command. */
const MAX_LINES = 10;

/** For a file or another program: a few plain lines. */
export class PlainDisplay implements ProgressDisplay {
  readonly showsPreviews = false;
  private printedLines = 0;

  constructor(private readonly print: (line: string) => void) {}

  onLoading(): void {
    this.print('Loading the model…');
  }

  onStep(step: StepReport): void {
    const lineCount = Math.floor(((step.imageIndex + step.step / step.steps) / step.images) * MAX_LINES);
    if (lineCount > this.printedLines) this.print(formatProgress(step));
    this.printedLines = lineCount;
  }

  showImage(): Promise<void> {
    return Promise.resolve();
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }
}
