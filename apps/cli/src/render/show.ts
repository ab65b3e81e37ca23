import type { WriteStream } from 'node:tty';
import sharp from 'sharp';
import type { RendererReport } from '../../../../libs/generation/terminal.js';
import type { PictureWay } from '../terminal/ability.js';
import { halfBlocks, sizeInCells } from '../terminal/half-blocks.js';
import { itermPicture, kittyPicture, sixelPicture } from '../terminal/picture-protocols.js';
import { placeOf, progressLine } from '../terminal/progress-line.js';
import type { Onlooker } from './renderer-session.js';

type StepReport = Extract<RendererReport, { type: 'step' }>;

/** What the person sees while a picture is made, and of the picture itself. */
export interface Show extends Onlooker {
  /** Whether previews are wanted. */
  readonly isWatching: boolean;
  showPicture(png: Uint8Array): Promise<void>;
  /** Takes away what was only meanwhile. */
  clear(): Promise<void>;
}

/** Cells of a preview, and of the picture where it is drawn with blocks. */
const PREVIEW = { columns: 40, rows: 16 };
const BLOCKS = { columns: 80, rows: 40 };
/** Columns of a picture that the terminal draws itself. */
const PICTURE_COLUMNS = 40;
const SIXEL_SIDE = 384;

/** For a terminal: a bar that moves, previews above it where there is true colour, and the picture at the end. */
export class LiveShow implements Show {
  private rows = 0;
  private working: Promise<void> = Promise.resolve();
  private waiting: StepReport | undefined;

  constructor(
    private readonly screen: WriteStream,
    private readonly way: PictureWay,
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

  async showPicture(png: Uint8Array): Promise<void> {
    await this.clear();
    this.screen.write(await this.pictureText(png));
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

  private async pictureText(png: Uint8Array): Promise<string> {
    const columns = Math.min(PICTURE_COLUMNS, this.screen.columns);
    switch (this.way) {
      case 'kitty':
        return kittyPicture(png, columns);
      case 'iterm':
        return itermPicture(png, columns);
      case 'sixel': {
        const image = sharp(png).resize(SIXEL_SIDE, SIXEL_SIDE, { fit: 'inside', withoutEnlargement: true });
        const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
        return sixelPicture({ rgb: data, width: info.width, height: info.height });
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
export class PlainShow implements Show {
  readonly isWatching = false;
  private told = 0;

  constructor(private readonly say: (line: string) => void) {}

  onLoading(): void {
    this.say('Loading the model…');
  }

  onStep(step: StepReport): void {
    const share = Math.floor(((step.picture + step.step / step.steps) / step.pictures) * LINES);
    if (share > this.told) this.say(placeOf(step));
    this.told = share;
  }

  showPicture(): Promise<void> {
    return Promise.resolve();
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }
}
