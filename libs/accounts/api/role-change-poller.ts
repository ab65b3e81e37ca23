import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Broadcast } from '@visionary/platform/realtime';
import { FindChangedRoles } from '../use-cases/find-changed-roles.js';

const LOOK_EVERY_MS = 10_000;

/** What is done at a terminal tells nobody, so each server looks: open pages learn what their user has become. */
@Injectable()
export class RoleChangePoller implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Accounts');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly changed: FindChangedRoles,
    private readonly broadcast: Broadcast,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async look(): Promise<void> {
    try {
      for (const id of await this.changed.run()) this.broadcast.toUserHere(id, 'me.stateChanged', { what: 'account' });
    } catch (error) {
      this.logger.warn('Roles could not be looked at', error instanceof Error ? error : new Error(String(error)));
    }
  }
}
