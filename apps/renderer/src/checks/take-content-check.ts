import { ImageChecker, ImageCheckerUnavailableError, type Thresholds, type ImageVerdict } from '@visionary/image-check';
import type { ImageCheckResult } from '../../../../libs/generation/domain/renderer-protocol.js';
import { log } from '../log.js';
import { TakeError } from '../take-failure.js';
import { type Pixels, veil } from './veil.js';
import { isHalfDone, PreviewReadiness, type Prediction } from './preview-readiness.js';

/** Why a frame is veiled. */
export type BlurReason = 'unchecked' | 'adult';

export interface CheckedFrame {
  readonly image: Pixels;
  readonly blurred?: BlurReason;
}

export interface CheckedImage {
  /** Absent if the image is for everyone. */
  readonly check?: ImageCheckResult;
}

export interface CheckSettings {
  /** As IMAGE_CLASSIFIER; undefined for the built-in one. */
  readonly classifiers: readonly string[] | undefined;
  readonly limits: Thresholds;
}

/** A frame whose check takes longer is sent veiled. */
const FRAME_DEADLINE_MS = 1_500;
/** Consecutive forbidden predictions that end a take early. */
const MAX_VIOLATIONS = 2;

/**
 * Checks frames and images of one take. Only frames that passed their own check are sent clear, and none of an image after
 * one that failed.
 */
export class TakeContentCheck {
  private readonly previewReadiness = new PreviewReadiness();
  private violations = { image: -1, count: 0 };
  /** The image whose newest checked frame was safe. */
  private lastSafeImage: number | undefined;
  private error: TakeError | undefined;

  /** @param onRejected called once, when nothing more of the take may be shown */
  constructor(
    private readonly checker: Pick<ImageChecker, 'check' | 'state'>,
    private readonly limits: Thresholds,
    private readonly onRejected: () => void,
  ) {}

  /** Why the take was rejected. */
  get rejection(): TakeError | undefined {
    return this.error;
  }

  /**
   * @param isTrusted whether it is checked from the first step on
   * @returns the frame to send; undefined for none
   */
  async frame(prediction: Prediction, image: Pixels, isTrusted = false): Promise<CheckedFrame | undefined> {
    const isClear = this.previewReadiness.isReached(prediction) || isTrusted;
    if (this.isRejected(prediction.imageIndex)) return undefined;
    if (!isClear || !this.isCheckerReady(image)) return veiledFrame(image, 'unchecked');
    const verdict = await this.check(image);
    if (this.error) return undefined;
    if (verdict?.level === 'forbidden') return this.addViolation(prediction.imageIndex, verdict);
    if (this.violations.image === prediction.imageIndex) {
      this.violations.count = 0;
      return undefined;
    }
    const isSafe = verdict?.level === 'safe';
    // In the first half of the steps a single verdict may still be wrong, so two in a row count.
    const isCertain = isTrusted || isHalfDone(prediction) || this.lastSafeImage === prediction.imageIndex;
    this.lastSafeImage = isSafe ? prediction.imageIndex : undefined;
    if (isSafe && isCertain) return { image };
    return veiledFrame(image, verdict && !isSafe ? 'adult' : 'unchecked');
  }

  /** @throws TakeError if the image must not be shown, or could not be checked */
  async image({ rgb, width, height }: Pixels): Promise<CheckedImage> {
    const verdict = await this.checker
      .check({ data: rgb, width, height }, { purpose: 'final', limits: this.limits })
      .catch((error: unknown) => {
        const reason = error instanceof ImageCheckerUnavailableError ? error.reason : String(error);
        throw this.reject(new TakeError('SAFETY_CHECK_UNAVAILABLE', reason));
      });
    const { level, topClass } = verdict;
    if (level === 'forbidden') throw this.reject(errorOf(verdict));
    return level === 'safe' || !topClass ? {} : { check: { level, ...topClass } };
  }

  /** The checker starts during the first steps, and again if it exited. Nothing waits for it. */
  private isCheckerReady(image: Pixels): boolean {
    const { state } = this.checker.state;
    if (state === 'idle') void this.check(image);
    return state === 'ready';
  }

  private check({ rgb, width, height }: Pixels): Promise<ImageVerdict | undefined> {
    const options = { purpose: 'preview', limits: this.limits, deadlineMs: FRAME_DEADLINE_MS } as const;
    return this.checker.check({ data: rgb, width, height }, options).catch(() => undefined);
  }

  private isRejected(image: number): boolean {
    return this.error !== undefined || (this.violations.image === image && this.violations.count >= MAX_VIOLATIONS);
  }

  private addViolation(image: number, imageVerdict: ImageVerdict): undefined {
    const count = this.violations.image === image ? this.violations.count + 1 : 1;
    this.violations = { image, count };
    if (count >= MAX_VIOLATIONS) this.reject(errorOf(imageVerdict));
  }

  private reject(rejection: TakeError): TakeError {
    if (!this.error) {
      this.error = rejection;
      this.onRejected();
    }
    return this.error;
  }
}

const veiledFrame = (image: Pixels, blurred: BlurReason): CheckedFrame => ({ image: veil(image), blurred });

const errorOf = ({ topClass }: ImageVerdict): TakeError =>
  new TakeError('SAFETY_IMAGE_REJECTED', topClass ? `${topClass.category} ${topClass.score.toFixed(2)}` : '');

/** A tiny image that starts the image checker before it is needed. */
const EMPTY_IMAGE = { data: new Uint8Array(8 * 8 * 3), width: 8, height: 8 };

/** The image checker of this process, in its own process that the first take starts. */
export class ImageCheckClient {
  private readonly checker: ImageChecker;

  constructor(private readonly settings: CheckSettings) {
    this.checker = new ImageChecker({
      classifiers: settings.classifiers,
      isContained: true,
      log: (level, message, fields) => log(level, message, fields as Parameters<typeof log>[2]),
    });
  }

  of(onRejected: () => void): TakeContentCheck {
    // The first image that needs the checker reports a failed start.
    if (this.checker.state.state === 'idle') {
      this.checker.check(EMPTY_IMAGE, { purpose: 'preview' }).catch(() => undefined);
    }
    return new TakeContentCheck(this.checker, this.settings.limits, onRejected);
  }

  close(): void {
    this.checker.close();
  }
}
