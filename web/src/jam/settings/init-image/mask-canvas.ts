import { drawOperation, paintedShare, type MaskOperation, type MaskFill, type MaskSize } from './mask-drawing.js';

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context');
  return context;
}

function blank({ width, height }: MaskSize): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** Stripes in two colors that are visible on any image, light or dark. */
function stripes(context: CanvasRenderingContext2D, { width, height }: MaskSize): MaskFill {
  const side = Math.max(8, Math.round(Math.max(width, height) / 40));
  const tile = blank({ width: side, height: side });
  const pen = contextOf(tile);
  pen.fillStyle = '#fdfbf7';
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = '#221e1a';
  pen.lineWidth = side / 3;
  for (const shift of [-side, 0, side]) {
    pen.beginPath();
    pen.moveTo(shift - side, side * 2);
    pen.lineTo(shift + side * 2, -side);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat') ?? '#fdfbf7';
}

/** The previous mask: white becomes opaque, black transparent. */
function toInk(image: CanvasImageSource, size: MaskSize, ink: MaskFill): HTMLCanvasElement {
  const canvas = blank(size);
  const context = contextOf(canvas);
  context.drawImage(image, 0, 0, size.width, size.height);
  const pixels = context.getImageData(0, 0, size.width, size.height);
  for (let at = 0; at < pixels.data.length; at += 4) {
    pixels.data[at + 3] = pixels.data[at] ?? 0;
  }
  context.putImageData(pixels, 0, 0);
  fillInk(context, size, ink);
  return canvas;
}

/** Recolors opaque pixels. */
function fillInk(context: CanvasRenderingContext2D, { width, height }: MaskSize, ink: MaskFill): void {
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = ink;
  context.fillRect(0, 0, width, height);
  context.globalCompositeOperation = 'source-over';
}

/** A mask painted with a brush, on a canvas of its own size in pixels, with undo. */
export class MaskCanvas {
  private operations: MaskOperation[] = [];
  private readonly context: CanvasRenderingContext2D;
  private readonly ink: MaskFill;
  private initialMask: HTMLCanvasElement | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly size: MaskSize,
  ) {
    canvas.width = size.width;
    canvas.height = size.height;
    this.context = contextOf(canvas);
    this.ink = stripes(this.context, size);
  }

  get canUndo(): boolean {
    return this.operations.length > 0;
  }

  /** Starts from an existing mask. */
  startFrom(image: CanvasImageSource): void {
    this.initialMask = toInk(image, this.size, this.ink);
    this.paintAll();
  }

  apply(operation: MaskOperation): void {
    this.operations.push(operation);
    drawOperation(this.context, this.size, operation, this.ink);
  }

  /** Extends the last stroke while the brush moves. */
  extendStroke(stroke: Extract<MaskOperation, { kind: 'stroke' }>): void {
    this.operations[this.operations.length - 1] = stroke;
    drawOperation(this.context, this.size, { ...stroke, points: stroke.points.slice(-2) }, this.ink);
  }

  undo(): void {
    this.operations.pop();
    this.paintAll();
  }

  /** The share of the image that is masked, 0 to 1. */
  share(): number {
    return paintedShare(this.context.getImageData(0, 0, this.size.width, this.size.height).data);
  }

  /** As the API requires: white is repainted, black stays. */
  toPng(): Promise<Blob> {
    const canvas = blank(this.size);
    const context = contextOf(canvas);
    context.drawImage(this.canvas, 0, 0);
    fillInk(context, this.size, '#fff');
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#000';
    context.fillRect(0, 0, canvas.width, canvas.height);
    return new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no PNG'))), 'image/png'),
    );
  }

  private paintAll(): void {
    this.context.clearRect(0, 0, this.size.width, this.size.height);
    if (this.initialMask) this.context.drawImage(this.initialMask, 0, 0);
    for (const operation of this.operations) drawOperation(this.context, this.size, operation, this.ink);
  }
}
