import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ErrorCode } from '@visionary/contract';
import { ImageChecker, ImageUnreadableError, type ImageVerdict } from '@visionary/image-check';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { type UploadPolicy, type UploadRating, UntrustedImages } from '@visionary/platform/images';
import { MatchUpload } from '../../use-cases/fingerprints/match-upload.js';

const AGAIN_SECONDS = 10;

/**
 * Looks at every image that somebody brings. Faces and what rooms are sent everybody may come to see, and nobody says for
 * whom they are: only what is for everybody is taken. Of images for the feed and samples of models it is said, so that
 * those for adults are taken as that. What was decided about the same image holds.
 */
@Injectable()
export class UploadImageCheck implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Images');
  private readonly judge: ImageChecker;

  constructor(
    private readonly config: Config,
    private readonly strange: UntrustedImages,
    private readonly known: MatchUpload,
  ) {
    const log = (level: 'info' | 'warn' | 'error', message: string, fields: object) =>
      this.logger[level === 'info' ? 'log' : level](message, fields);
    this.judge = new ImageChecker({ classifier: config.images.classifier, log });
  }

  onModuleInit(): void {
    this.strange.setCheck((file, unreadable, brought) => this.require(file, unreadable, brought));
  }

  onApplicationShutdown(): void {
    this.judge.close();
  }

  /** @throws Rejection SAFETY_IMAGE_REJECTED, SAFETY_CHECK_UNAVAILABLE, `unreadable`, and as MatchUpload */
  private async require(file: Uint8Array, unreadable: ErrorCode, uploadPolicy: UploadPolicy): Promise<UploadRating> {
    const seen = this.config.images.areChecked ? await this.seen(file, unreadable, uploadPolicy) : 'everyone';
    return this.known.run(file, seen, uploadPolicy);
  }

  private async seen(
    file: Uint8Array,
    unreadable: ErrorCode,
    { acceptsAnyRating }: UploadPolicy,
  ): Promise<UploadRating> {
    const { level, topClass } = await this.look(file, unreadable);
    if (level === 'safe') return 'everyone';
    if (level === 'adult' && acceptsAnyRating) return 'adult';
    const { category = '', score = 0 } = topClass ?? {};
    throw new Rejection('SAFETY_IMAGE_REJECTED', { category, score: Math.round(score * 100) / 100 });
  }

  private async look(file: Uint8Array, unreadable: ErrorCode): Promise<ImageVerdict> {
    try {
      return await this.judge.check(file, { what: 'upload', limits: this.config.images.limits });
    } catch (error) {
      if (error instanceof ImageUnreadableError) throw new Rejection(unreadable);
      throw new Rejection('SAFETY_CHECK_UNAVAILABLE', { retryAfterSeconds: AGAIN_SECONDS });
    }
  }
}
