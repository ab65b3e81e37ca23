import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthProbes } from '@visionary/platform/http';
import { LineNews } from './line-news.js';
import { RenderLoop } from './renderer/render-loop.js';
import { RendererChild } from './renderer/renderer-child.js';

/** What this node's renderer does when something happened to takes, on whatever node. */
@Injectable()
export class MoveOnWithTheLine implements OnModuleInit {
  constructor(
    private readonly news: LineNews,
    private readonly loop: RenderLoop,
    private readonly child: RendererChild,
    private readonly probes: HealthProbes,
  ) {}

  onModuleInit(): void {
    this.news.onChange(() => this.loop.wake());
    this.news.onCancelAsked((takeId) => this.loop.cancel(takeId));
    this.probes.register('renderer', () => this.child.state);
  }
}
