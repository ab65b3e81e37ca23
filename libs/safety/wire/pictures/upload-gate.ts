import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ErrorCode } from '@visionary/contract';
import { PictureJudge, PictureUnreadableError, type Verdict } from '@visionary/judging';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { type BroughtLevel, StrangePictures } from '@visionary/platform/pictures';

const AGAIN_SECONDS = 10;

/**
 * Looks at every picture that somebody brings. Faces and what rooms are sent everybody may come to see, and nobody says for
 * whom they are: only what is for everybody is taken. Of pictures for the feed and samples of models it is said, so that
 * those for adults are taken as that.
 */
@Injectable()
export class UploadGate implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Pictures');
  private readonly judge: PictureJudge;

  constructor(
    private readonly config: Config,
    private readonly strange: StrangePictures,
  ) {
    const log = (level: 'info' | 'warn' | 'error', message: string, fields: object) =>
      this.logger[level === 'info' ? 'log' : level](message, fields);
    this.judge = new PictureJudge({ classifier: config.pictures.classifier, log });
  }

  onModuleInit(): void {
    if (this.config.pictures.areChecked) {
      this.strange.guard((file, unreadable, takes) => this.require(file, unreadable, takes));
    }
  }

  onApplicationShutdown(): void {
    this.judge.close();
  }

  /** @throws Rejection SAFETY_PICTURE_REFUSED, SAFETY_CHECK_AWAY, `unreadable` */
  private async require(file: Uint8Array, unreadable: ErrorCode, takes: BroughtLevel): Promise<BroughtLevel> {
    const { level, because } = await this.look(file, unreadable);
    if (level === 'safe') return 'everybody';
    if (level === 'adult' && takes === 'adult') return 'adult';
    const { category = '', score = 0 } = because ?? {};
    throw new Rejection('SAFETY_PICTURE_REFUSED', { category, score: Math.round(score * 100) / 100 });
  }

  private async look(file: Uint8Array, unreadable: ErrorCode): Promise<Verdict> {
    try {
      return await this.judge.judge(file, { what: 'upload', limits: this.config.pictures.limits });
    } catch (error) {
      if (error instanceof PictureUnreadableError) throw new Rejection(unreadable);
      throw new Rejection('SAFETY_CHECK_AWAY', { retryAfterSeconds: AGAIN_SECONDS });
    }
  }
}
