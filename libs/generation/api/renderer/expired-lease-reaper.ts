import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '@visionary/platform/config';
import { Renderers } from '../../domain/renderers.js';
import { ReclaimExpiredLeases } from '../../use-cases/reclaim-expired-leases.js';

/** Looks for takes whose renderer is gone and told nobody. */
@Injectable()
export class ExpiredLeaseReaper implements OnApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly reclaim: ReclaimExpiredLeases,
    private readonly renderers: Renderers,
    private readonly config: Config,
  ) {}

  /** Before this node claims anything: where it is the only one that can, whatever renders now was left by a former start. */
  async start(): Promise<void> {
    const { mode, rendererStart } = this.config;
    if (mode === 'embedded' && rendererStart) await this.reclaim.run(new Set(), true);
    this.timer = setInterval(() => void this.look(), this.config.rendererLeaseMs / 2).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    try {
      const spokenFor = await this.renderers.assignedTakes();
      if (spokenFor) await this.reclaim.run(spokenFor);
    } catch (error) {
      this.logger.error('Lost takes could not be looked for', error);
    }
  }
}
