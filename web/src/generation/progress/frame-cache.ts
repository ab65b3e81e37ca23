import type { FrameView } from '@visionary/contract';
import { shallowReactive } from 'vue';
import { decodeFrame } from '../../shared/ui/frame.js';

export interface PreviewFrame {
  readonly bitmap: ImageBitmap;
  readonly step: number;
  /** Why it is blurred or hidden, if it is. */
  readonly blurred?: NonNullable<FrameView['frame']>['blurred'];
}

/** The newest decoded preview of each image of the rendering takes. */
export class FrameCache {
  private readonly frames = shallowReactive(new Map<string, PreviewFrame>());
  /** Images of which a frame is being decoded, each with the newest frame that arrived meanwhile. */
  private readonly decoding = new Map<string, { next: FrameView | undefined }>();

  newest(takeId: string, image: number): PreviewFrame | undefined {
    return this.frames.get(`${takeId}/${image}`);
  }

  push(view: FrameView): void {
    if (!view.frame) return;
    const key = `${view.takeId}/${view.imageIndex}`;
    const current = this.decoding.get(key);
    if (current) current.next = view;
    else void this.decode(key, view);
  }

  /** Frees the memory of all takes but these. */
  retain(takeIds: ReadonlySet<string>): void {
    this.freeWhere((takeId) => !takeIds.has(takeId));
  }

  /** Drops all frames of a take, also those being decoded. */
  dropTake(takeId: string): void {
    this.freeWhere((id) => id === takeId);
  }

  /** Drops the frames of images that are no longer shown, also those being decoded. */
  drop(takeId: string, image: number): void {
    this.free(`${takeId}/${image}`);
  }

  private freeWhere(isFreed: (takeId: string) => boolean): void {
    for (const key of [...this.frames.keys(), ...this.decoding.keys()]) {
      if (isFreed(key.split('/')[0] ?? '')) this.free(key);
    }
  }

  private free(key: string): void {
    this.decoding.delete(key);
    this.frames.get(key)?.bitmap.close();
    this.frames.delete(key);
  }

  /** Decodes one frame at a time and skips all but the newest of those that arrive meanwhile, and broken ones. */
  private async decode(key: string, first: FrameView): Promise<void> {
    const current: { next: FrameView | undefined } = { next: first };
    this.decoding.set(key, current);
    while (current.next) {
      const { frame, step } = current.next;
      current.next = undefined;
      const bitmap = await decodeFrame(frame);
      // The image was dropped meanwhile.
      if (this.decoding.get(key) !== current) return bitmap?.close();
      if (!bitmap) continue;
      this.frames.get(key)?.bitmap.close();
      this.frames.set(key, { bitmap, step, ...(frame?.blurred && { blurred: frame.blurred }) });
    }
    this.decoding.delete(key);
  }
}
