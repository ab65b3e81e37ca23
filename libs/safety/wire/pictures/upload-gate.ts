import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ErrorCode } from '@visionary/contract';
import { PictureJudge, PictureUnreadableError, type Verdict } from '@visionary/judging';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { type Brought, type BroughtLevel, StrangePictures } from '@visionary/platform/pictures';
import { KnownUploads } from '../../usecases/contents/known-uploads.js';

const AGAIN_SECONDS = 10;

/**
 * Looks at every picture that somebody brings. Faces and what rooms are sent everybody may come to see, and nobody says for
 * whom they are: only what is for everybody is taken. Of pictures for the feed and samples of models it is said, so that
 * those for adults are taken as that. What was decided about the same picture holds.
 */
@Injectable()
export class UploadGate implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Pictures');
  private readonly judge: PictureJudge;

  constructor(
    private readonly config: Config,
    private readonly strange: StrangePictures,
    private readonly known: KnownUploads,
  ) {
    const log = (level: 'info' | 'warn' | 'error', message: string, fields: object) =>
      this.logger[level === 'info' ? 'log' : level](message, fields);
    this.judge = new PictureJudge({ classifier: config.pictures.classifier, log });
  }

  onModuleInit(): void {
    this.strange.guard((file, unreadable, brought) => this.require(file, unreadable, brought));
  }

  onApplicationShutdown(): void {
    this.judge.close();
  }

  /** @throws Rejection SAFETY_PICTURE_REFUSED, SAFETY_CHECK_AWAY, `unreadable`, and as KnownUploads */
  private async require(file: Uint8Array, unreadable: ErrorCode, brought: Brought): Promise<BroughtLevel> {
    const seen = this.config.pictures.areChecked ? await this.seen(file, unreadable, brought) : 'everybody';
    return this.known.run(file, seen, brought);
  }

  private async seen(file: Uint8Array, unreadable: ErrorCode, { takesAny }: Brought): Promise<BroughtLevel> {
    const { level, because } = await this.look(file, unreadable);
    if (level === 'safe') return 'everybody';
    if (level === 'adult' && takesAny) return 'adult';
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
