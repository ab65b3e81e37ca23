import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventLoopDelay } from '../health/event-loop-delay.js';
import { HealthProbes } from '../health/health-probes.js';
import { Metrics } from './metrics.js';

const MICROSECONDS = 1e6;

/** Metrics of this process. */
@Injectable()
export class ProcessMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly delay: EventLoopDelay,
    private readonly probes: HealthProbes,
  ) {}

  onModuleInit(): void {
    const { metrics } = this;
    metrics.gauge({ name: 'process_resident_memory_bytes', help: 'Resident memory of this server process' }, () => [
      { value: process.memoryUsage.rss() },
    ]);
    metrics.counter({ name: 'process_cpu_seconds', help: 'Processor time of this server process' }, () => {
      const { user, system } = process.cpuUsage();
      return [{ value: (user + system) / MICROSECONDS }];
    });
    metrics.gauge(
      {
        name: 'visionary_event_loop_delay_seconds',
        help: 'Event loop delay, 99th percentile of the last half minute',
      },
      () => [{ value: this.delay.p99Ms() / 1000 }],
    );
    metrics.gauge({ name: 'visionary_sockets', help: 'Sockets of this server process' }, async () => [
      { value: (await this.probes.check()).sockets },
    ]);
  }
}
