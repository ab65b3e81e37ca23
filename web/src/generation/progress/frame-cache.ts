import type { FrameView } from '@visionary/contract';
import { shallowReactive } from 'vue';
import { decodeFrame } from '../../shared/ui/frame.js';
import { LatestFrameDecoder } from './latest-frame-decoder.js';

export interface PreviewFrame {
  readonly bitmap: ImageBitmap;
  readonly step: number;
  /** Why it is blurred or hidden, if it is. */
  readonly blurred?: NonNullable<FrameView['frame']>['blurred'];
}

/** The newest decoded preview of each image of the rendering takes. */
export class FrameCache {
  private readonly frames = shallowReactive(new Map<string, PreviewFrame>());
  private readonly decoders = new Map<string, LatestFrameDecoder<FrameView, PreviewFrame>>();

  newest(takeId: string, image: number): PreviewFrame | undefined {
    return this.frames.get(`${takeId}/${image}`);
  }

  push(view: FrameView): void {
    if (view.frame) this.decoderOf(`${view.takeId}/${view.imageIndex}`).push(view);
  }

  /** Frees the memory of all takes but these. */
  retain(takeIds: ReadonlySet<string>): void {
    for (const key of [...this.decoders.keys()]) if (!takeIds.has(key.split('/')[0] ?? '')) this.free(key);
  }

  /** Drops the frames of images that are no longer shown, also those being decoded. */
  drop(takeId: string, image: number): void {
    this.free(`${takeId}/${image}`);
  }

  private free(key: string): void {
    this.decoders.get(key)?.close();
    this.decoders.delete(key);
    this.frames.get(key)?.bitmap.close();
    this.frames.delete(key);
  }

  private decoderOf(key: string): LatestFrameDecoder<FrameView, PreviewFrame> {
    const known = this.decoders.get(key);
    if (known) return known;
    const decoder = new LatestFrameDecoder<FrameView, PreviewFrame>({
      decode: async ({ frame, step }) => {
        const bitmap = await decodeFrame(frame);
        if (!bitmap) throw new Error('a frame that is no image');
        return { bitmap, step, ...(frame?.blurred && { blurred: frame.blurred }) };
      },
      show: (frame) => {
        this.frames.get(key)?.bitmap.close();
        this.frames.set(key, frame);
      },
      drop: (frame) => frame.bitmap.close(),
    });
    this.decoders.set(key, decoder);
    return decoder;
  }
}
