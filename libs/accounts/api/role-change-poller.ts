import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Broadcast } from '@visionary/platform/realtime';
import { InstanceService } from '../use-cases/instance.service.js';

const POLL_INTERVAL_MS = 10_000;

/** Roles set from the terminal publish no event, so each node polls them and notifies the clients of the user. */
@Injectable()
export class RoleChangePoller implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Accounts');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly instance: InstanceService,
    private readonly broadcast: Broadcast,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.poll();
    this.timer = setInterval(() => void this.poll(), POLL_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async poll(): Promise<void> {
    try {
      for (const id of await this.instance.findChangedRoles()) {
        this.broadcast.toUserLocally(id, 'me.stateChanged', { what: 'account' });
      }
    } catch (error) {
      this.logger.warn('Reading roles failed', error instanceof Error ? error : new Error(String(error)));
    }
  }
}
