import { Injectable } from '@nestjs/common';
import type { PreviewView } from '@visionary/contract';
import { LatestPreviews } from '../domain/latest-previews.js';

/** How far running takes are, and what they look like by now. */
@Injectable()
export class RunningTakes {
  constructor(private readonly newest: LatestPreviews) {}

  /** With the newest frame, for whoever arrives in the middle. */
  in(roomId: string): PreviewView[] {
    return this.newest.in(roomId);
  }

  stepOf(takeId: string): number {
    return this.newest.of(takeId)?.step ?? 0;
  }
}
