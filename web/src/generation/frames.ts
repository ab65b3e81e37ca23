import type { PreviewView } from '@visionary/contract';
import { shallowReactive } from 'vue';
import { decodeFrame } from '../shared/ui/frame.js';
import { NewestFrame } from './newest-frame.js';

export interface ShownFrame {
  readonly bitmap: ImageBitmap;
  readonly step: number;
  /** Why it is not clear, where it is not. */
  readonly blurred?: NonNullable<PreviewView['frame']>['blurred'];
}

/** The newest decoded preview of each picture of the takes that render. */
export class Frames {
  private readonly shown = shallowReactive(new Map<string, ShownFrame>());
  private readonly decoders = new Map<string, NewestFrame<PreviewView, ShownFrame>>();

  newest(takeId: string, picture: number): ShownFrame | undefined {
    return this.shown.get(`${takeId}/${picture}`);
  }

  push(preview: PreviewView): void {
    if (preview.frame) this.decoderOf(`${preview.takeId}/${preview.picture}`).push(preview);
  }

  /** Frees the memory of all takes but these. */
  keepOnly(takeIds: ReadonlySet<string>): void {
    for (const key of [...this.decoders.keys()]) if (!takeIds.has(key.split('/')[0] ?? '')) this.free(key);
  }

  /** What is not shown any more is not held either; what is being decoded of it is dropped. */
  drop(takeId: string, picture: number): void {
    this.free(`${takeId}/${picture}`);
  }

  private free(key: string): void {
    this.decoders.get(key)?.close();
    this.decoders.delete(key);
    this.shown.get(key)?.bitmap.close();
    this.shown.delete(key);
  }

  private decoderOf(key: string): NewestFrame<PreviewView, ShownFrame> {
    const known = this.decoders.get(key);
    if (known) return known;
    const decoder = new NewestFrame<PreviewView, ShownFrame>({
      decode: async ({ frame, step }) => {
        const bitmap = await decodeFrame(frame);
        if (!bitmap) throw new Error('a frame that is no picture');
        return { bitmap, step, ...(frame?.blurred && { blurred: frame.blurred }) };
      },
      show: (frame) => {
        this.shown.get(key)?.bitmap.close();
        this.shown.set(key, frame);
      },
      drop: (frame) => frame.bitmap.close(),
    });
    this.decoders.set(key, decoder);
    return decoder;
  }
}
