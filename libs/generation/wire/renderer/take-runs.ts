import { Injectable } from '@nestjs/common';
import type { Take } from '../../domain/take.js';
import { Audience } from './audience.js';
import { PreviewStream } from './preview-stream.js';
import { RenderOrders } from './render-orders.js';
import { RendererChild } from './renderer-child.js';
import { RendererOptions } from './renderer-options.js';
import { StallWatch } from './stall-watch.js';
import { TakeRun } from './take-run.js';

/** Makes runs, each with what it needs around it. */
@Injectable()
export class TakeRuns {
  constructor(
    private readonly child: RendererChild,
    private readonly orders: RenderOrders,
    private readonly audience: Audience,
    private readonly previews: PreviewStream,
    private readonly options: RendererOptions,
  ) {}

  of(take: Take): TakeRun {
    return new TakeRun(take, {
      stall: () => new StallWatch(performance.now(), this.options.stallMs),
      send: (command) => this.child.send(command),
      order: (ordered, watched) => this.orders.of(ordered, watched),
      isWatched: (roomId) => this.audience.watches(roomId),
      preview: (preview) => this.previews.publish(preview),
    });
  }

  /** @param listener is told the room when who looks at it has changed */
  onAudience(listener: (roomId: string) => void): void {
    this.audience.onChange(listener);
  }
}
