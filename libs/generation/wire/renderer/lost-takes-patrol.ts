import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '@visionary/platform/config';
import { ReclaimLostTakes } from '../../usecases/reclaim-lost-takes.js';

/** Looks for takes whose node has died. */
@Injectable()
export class LostTakesPatrol implements OnApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly reclaim: ReclaimLostTakes,
    private readonly config: Config,
  ) {}

  /** Before this node claims anything: where it is the only one, whatever renders now was left by a former start. */
  async start(): Promise<void> {
    await this.look(this.config.mode === 'embedded');
    this.timer = setInterval(() => void this.look(false), this.config.rendererLeaseMs / 2).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(everything: boolean): Promise<void> {
    try {
      await this.reclaim.run(everything);
    } catch (error) {
      this.logger.error('Lost takes could not be looked for', error);
    }
  }
}
