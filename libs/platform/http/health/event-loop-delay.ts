import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

type IntervalHistogram = ReturnType<typeof monitorEventLoopDelay>;

const RESOLUTION_MS = 5;
const WINDOW_MS = 15_000;
const NS_PER_MS = 1e6;

/** Event loop delay over the last 15 to 30 seconds. */
@Injectable()
export class EventLoopDelay implements OnApplicationShutdown {
  private current = this.start();
  private previous: IntervalHistogram | undefined;
  private readonly rotation = setInterval(() => this.rotate(), WINDOW_MS).unref();

  /** 99th percentile in ms, without the sampling interval. */
  p99Ms(): number {
    const windows = [this.current, this.previous].filter((window) => window && window.count > 0);
    const worst = Math.max(0, ...windows.map((window) => window?.percentile(99) ?? 0)) / NS_PER_MS;
    return Math.max(0, Math.round((worst - RESOLUTION_MS) * 100) / 100);
  }

  onApplicationShutdown(): void {
    clearInterval(this.rotation);
    this.current.disable();
  }

  private start(): IntervalHistogram {
    const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    histogram.enable();
    return histogram;
  }

  private rotate(): void {
    this.current.disable();
    this.previous = this.current;
    this.current = this.start();
  }
}
