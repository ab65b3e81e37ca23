import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { Broadcast, type Call, Command } from '@visionary/platform/realtime';
import { AdminStatusPresenter } from './admin-status-presenter.js';
import { ADMIN_CHANNEL, AdminSubscribers } from './admin-subscribers.js';

/** Twice as often as a right may outlive its end. */
const LOOK_EVERY_MS = 500;
const TELL_EVERY_MS = 1_000;

/** The instance, live, for those who look after it; while nobody does it costs nothing. */
@Injectable()
export class AdminGateway implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Admin');
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private told = '';
  private toldAtMs = -Infinity;

  constructor(
    private readonly watchers: AdminSubscribers,
    private readonly views: AdminStatusPresenter,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** The socket hears of changes before the state is read, so none falls in between. */
  @Command('admin.subscribe')
  async watch({ socket }: Call<'admin.subscribe'>): Promise<CommandReply<'admin.subscribe'>> {
    await this.watchers.add(socket);
    return this.views.now();
  }

  @Command('admin.unsubscribe')
  async leave({ socket }: Call<'admin.unsubscribe'>): Promise<CommandReply<'admin.unsubscribe'>> {
    await this.watchers.remove(socket);
    return {};
  }

  private async look(): Promise<void> {
    if (this.isLooking || !this.watchers.any) return;
    this.isLooking = true;
    try {
      await this.watchers.unsubscribe();
      if (performance.now() - this.toldAtMs >= TELL_EVERY_MS) await this.tell();
    } catch (error) {
      this.logger.warn(
        'The instance could not be looked at',
        error instanceof Error ? error : new Error(String(error)),
      );
    } finally {
      this.isLooking = false;
    }
  }

  private async tell(): Promise<void> {
    const view = await this.views.now();
    const said = JSON.stringify(view);
    if (said === this.told) return;
    this.told = said;
    this.toldAtMs = performance.now();
    this.broadcast.toHere([ADMIN_CHANNEL], 'admin.statusChanged', view);
  }
}
