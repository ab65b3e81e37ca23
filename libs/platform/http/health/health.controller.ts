import { Controller, Inject } from '@nestjs/common';
import type { Health, Ready } from '@visionary/contract';
import { Config } from '@visionary/platform/config';
import { Route } from '../route.js';
import { EventLoopDelay } from './event-loop-delay.js';
import { HealthProbes } from './health-probes.js';
import { Readiness } from './readiness.js';

/** Injection token for the version in package.json. */
export const VERSION = Symbol('version');

@Controller()
export class HealthController {
  constructor(
    private readonly config: Config,
    private readonly probes: HealthProbes,
    private readonly readiness: Readiness,
    private readonly delay: EventLoopDelay,
    @Inject(VERSION) private readonly version: string,
  ) {}

  @Route('health')
  async health(): Promise<Health> {
    const parts = await this.probes.check();
    const { database, bus, renderer, storage } = parts;
    const isHealthy = database === 'up' && bus !== 'down' && renderer !== 'unavailable' && storage === 'ok';
    return {
      status: isHealthy ? 'ok' : 'degraded',
      mode: this.config.mode,
      version: this.version,
      ...parts,
      eventLoopDelayP99Ms: this.delay.p99Ms(),
      uptimeSeconds: Math.round(process.uptime()),
    };
  }

  @Route('ready')
  async ready(): Promise<Ready> {
    await this.readiness.require();
    return { status: 'ready' };
  }
}
