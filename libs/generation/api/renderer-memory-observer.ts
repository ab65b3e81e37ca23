import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RenderTimings } from '../domain/render-timings.js';
import { loadedKeysOf } from '../domain/renderer-caches.js';
import { Renderers } from '../domain/renderers.js';
import { QueueBroadcaster } from './queue-broadcaster.js';

/** Keeps what loads cost, and lets the places be told anew when a renderer came, went, or holds other models. */
@Injectable()
export class RendererMemoryObserver implements OnModuleInit {
  private told = '';

  constructor(
    private readonly renderers: Renderers,
    private readonly renderTimings: RenderTimings,
    private readonly board: QueueBroadcaster,
  ) {}

  onModuleInit(): void {
    this.renderers.onChange(() => this.look());
  }

  private look(): void {
    const renderers = this.renderers.list();
    for (const { pool } of renderers) for (const entry of pool?.entries ?? []) this.renderTimings.loads.record(entry);
    const held = JSON.stringify(renderers.map((one) => [one.id, one.state === 'unavailable', loadedKeysOf(one, [])]));
    if (held === this.told) return;
    this.told = held;
    this.board.markChanged();
  }
}
