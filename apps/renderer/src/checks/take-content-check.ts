import {
  ImageCheckerUnavailableError,
  type ImageChecker,
  type Thresholds,
  type ImageVerdict,
} from '@visionary/image-check';
import type { ImageCheckResult } from '../../../../libs/generation/domain/renderer-protocol.js';
import { TakeError } from '../take-failure.js';
import { blur, type Pixels } from './blur.js';
import { PreviewReadiness, type Prediction } from './preview-readiness.js';

/** What a frame is while nobody has seen that it may be shown, or for whom it may not. */
export type BlurReason = 'unchecked' | 'adult';

export interface CheckedFrame {
  readonly image: Pixels;
  readonly blurred?: BlurReason;
}

export interface CheckedImage {
  /** Absent where it is for everybody. */
  readonly check?: ImageCheckResult;
}

/** A frame that is judged later than this leaves blurred: the next one is on its way. */
const FRAME_MS = 1_500;
/** So many predictions in a row that show what is forbidden end a take before its time. */
const MAX_VIOLATIONS = 2;

/**
 * Looks at one take: what is in its previews, and at the end what is in its images. No frame leaves clear that was not
 * judged itself, and after one that failed no frame of that image leaves at all.
 */
export class TakeContentCheck {
  private readonly previewReadiness = new PreviewReadiness();
  private struck = { image: -1, strikes: 0 };
  private refusal: TakeError | undefined;

  /** @param onRefused told once, when nothing more of the take may be seen */
  constructor(
    private readonly judge: Pick<ImageChecker, 'check' | 'state'>,
    private readonly limits: Thresholds,
    private readonly onRefused: () => void,
  ) {}

  /** Why nothing of the take may be seen. */
  get refused(): TakeError | undefined {
    return this.refusal;
  }

  /** @returns the frame as it may leave; undefined: none may */
  async frame(seen: Prediction, image: Pixels): Promise<CheckedFrame | undefined> {
    const isClear = this.previewReadiness.isReached(seen);
    if (this.isOut(seen.imageIndex)) return undefined;
    if (!isClear || !this.hasJudge(image)) return hidden(image, 'unchecked');
    const verdict = await this.look(image);
    if (this.refusal) return undefined;
    if (verdict?.level === 'forbidden') return this.addViolation(seen.imageIndex, verdict);
    if (this.struck.image === seen.imageIndex) {
      this.struck.strikes = 0;
      return undefined;
    }
    if (verdict?.level === 'safe') return { image };
    return hidden(image, verdict ? 'adult' : 'unchecked');
  }

  /** @throws TakeError where the image must not be seen, or nobody could look at it */
  async image({ rgb, width, height }: Pixels): Promise<CheckedImage> {
    const verdict = await this.judge
      .check({ data: rgb, width, height }, { what: 'final', limits: this.limits })
      .catch((error: unknown) => {
        const why = error instanceof ImageCheckerUnavailableError ? error.reason : String(error);
        throw this.refuse(new TakeError('SAFETY_CHECK_UNAVAILABLE', why));
      });
    const { level, topClass } = verdict;
    if (level === 'forbidden') throw this.refuse(troubleOf(verdict));
    return level === 'safe' || !topClass ? {} : { check: { level, ...topClass } };
  }

  /** The judge starts beside the first steps, and again where it ended while they took long; nobody waits for it. */
  private hasJudge(image: Pixels): boolean {
    const { state } = this.judge.state;
    if (state === 'idle') void this.look(image);
    return state === 'ready';
  }

  private look({ rgb, width, height }: Pixels): Promise<ImageVerdict | undefined> {
    const how = { what: 'preview', limits: this.limits, deadlineMs: FRAME_MS } as const;
    return this.judge.check({ data: rgb, width, height }, how).catch(() => undefined);
  }

  private isOut(image: number): boolean {
    return this.refusal !== undefined || (this.struck.image === image && this.struck.strikes >= MAX_VIOLATIONS);
  }

  private addViolation(image: number, imageVerdict: ImageVerdict): undefined {
    const strikes = this.struck.image === image ? this.struck.strikes + 1 : 1;
    this.struck = { image, strikes };
    if (strikes >= MAX_VIOLATIONS) this.refuse(troubleOf(imageVerdict));
  }

  private refuse(why: TakeError): TakeError {
    if (!this.refusal) {
      this.refusal = why;
      this.onRefused();
    }
    return this.refusal;
  }
}

const hidden = (image: Pixels, blurReason: BlurReason): CheckedFrame => ({ image: blur(image), blurred: blurReason });

const troubleOf = ({ topClass }: ImageVerdict): TakeError =>
  new TakeError('SAFETY_IMAGE_REJECTED', topClass ? `${topClass.category} ${topClass.score.toFixed(2)}` : '');
