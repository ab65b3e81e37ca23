import { type DynamicModule, Global, Module } from '@nestjs/common';
import { RateLimits } from '@visionary/platform/rate-limits';
import { EventLoopDelay } from './health/event-loop-delay.js';
import { HealthProbes } from './health/health-probes.js';
import { Readiness } from './health/readiness.js';
import { HealthController, VERSION } from './health/health.controller.js';
import { Metrics } from './metrics/metrics.js';
import { ProcessMetrics } from './metrics/process-metrics.js';
import { LinkPreviews } from './link-previews.js';

/** Health, metrics, link previews, and rate limits for all slices. */
@Global()
@Module({})
export class HttpModule {
  static forRoot({ version }: { readonly version: string }): DynamicModule {
    return {
      module: HttpModule,
      controllers: [HealthController],
      providers: [
        HealthProbes,
        Readiness,
        EventLoopDelay,
        RateLimits,
        Metrics,
        ProcessMetrics,
        LinkPreviews,
        { provide: VERSION, useValue: version },
      ],
      exports: [HealthProbes, RateLimits, Metrics, LinkPreviews],
    };
  }
}
