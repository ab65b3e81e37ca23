import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Language } from '@visionary/contract';
import { isRejection, Jobs } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { LobbyAudience } from '@visionary/rooms';
import { HouseTakesService } from '../use-cases/house-takes.service.js';

const KIND = 'jam.houseTake';
const INTERVAL_MS = 2_000;

/** Has the house room render while somebody on this node looks. The job is leased, so one node queues each take. */
@Injectable()
export class HouseRoomScheduler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('HouseRoom');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: Config,
    private readonly jobs: Jobs,
    private readonly audience: LobbyAudience,
    private readonly takes: HouseTakesService,
  ) {
    if (config.houseRoomEnabled) jobs.register({ kind: KIND, run: ({ payload }) => this.render(payload as Language) });
  }

  onApplicationBootstrap(): void {
    if (this.config.houseRoomEnabled) this.timer = setInterval(() => void this.check(), INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async check(): Promise<void> {
    if (!this.audience.isPresent) return;
    try {
      if (await this.takes.isDue()) await this.jobs.add(KIND, '', { payload: this.audience.language });
    } catch (error) {
      this.logger.warn('The house room could not be checked', error);
    }
  }

  /** A rejection, for example because the room is archived, is no reason to retry. */
  private async render(language: Language): Promise<void> {
    try {
      await this.takes.renderNext(language);
    } catch (error) {
      if (!isRejection(error)) throw error;
      this.logger.warn('The house room could not render', { code: error.code });
    }
  }
}
