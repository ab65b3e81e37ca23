import { encodeSheet, type Image } from '@visionary/diffusion';
import { LRUCache } from 'lru-cache';
import type { RendererReport } from '../../../libs/generation/domain/renderer-protocol.js';
import type { ImageCheckClient } from './checks/take-content-check.js';
import type { EngineReport } from './engine-protocol.js';

type DecodedSteps = Extract<EngineReport, { type: 'decodedSteps' }>;
type Replay = Extract<RendererReport, { type: 'replay' }>;

/** Takes whose steps the engine may have. */
const MAX_TAKES = 2_000;

/** Sheets of the steps of finished images, so that their rendering can be watched again. */
export class Replays {
  /** Whether the frames of a take need no check. */
  private readonly trust = new LRUCache<string, Promise<boolean>>({ max: MAX_TAKES });

  constructor(private readonly checks: Pick<ImageCheckClient, 'of'> | undefined) {}

  recordTrust(takeId: string, isTrusted: Promise<boolean>): void {
    this.trust.set(takeId, isTrusted);
  }

  /** Without a sheet if no step may be shown. */
  async of({ requestId, takeId, imageIndex, steps, decoded }: DecodedSteps): Promise<Replay> {
    const nothing = { type: 'replay', requestId } as const;
    const checks = (await this.trust.get(takeId)) ? undefined : this.checks?.of(() => undefined);
    const shown: { step: number; image: Image }[] = [];
    for (const { step, image, denoised } of decoded) {
      const frame = checks ? await checks.frame({ imageIndex, step, steps, data: denoised }, image) : { image };
      if (frame && !('blurred' in frame)) shown.push({ step, image: frame.image });
    }
    if (shown.length === 0 || checks?.rejection) return nothing;
    const sheet = await encodeSheet(shown.map(({ image }) => image));
    return { ...nothing, sheet: { ...sheet, steps: shown.map(({ step }) => step) } };
  }
}
