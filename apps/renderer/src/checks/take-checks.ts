import { JudgeAwayError, type PictureJudge, type Thresholds, type Verdict } from '@visionary/judging';
import type { PictureCheck } from '../../../../libs/generation/domain/renderer-protocol.js';
import { TakeTrouble } from '../take-failure.js';
import { blur, type Pixels } from './blur.js';
import { Clearness, type Prediction } from './clearness.js';

/** What a frame is while nobody has seen that it may be shown, or for whom it may not. */
export type Blurred = 'unchecked' | 'adult';

export interface CheckedFrame {
  readonly picture: Pixels;
  readonly blurred?: Blurred;
}

export interface CheckedPicture {
  /** Absent where it is for everybody. */
  readonly check?: PictureCheck;
}

/** A frame that is judged later than this leaves blurred: the next one is on its way. */
const FRAME_MS = 1_500;
/** So many predictions in a row that show what is forbidden end a take before its time. */
const STRIKES = 2;

/**
 * Looks at one take: what is in its previews, and at the end what is in its pictures. No frame leaves clear that was not
 * judged itself, and after one that failed no frame of that picture leaves at all.
 */
export class TakeChecks {
  private readonly clearness = new Clearness();
  private struck = { picture: -1, strikes: 0 };
  private refusal: TakeTrouble | undefined;

  /** @param onRefused told once, when nothing more of the take may be seen */
  constructor(
    private readonly judge: Pick<PictureJudge, 'judge' | 'state'>,
    private readonly limits: Thresholds,
    private readonly onRefused: () => void,
  ) {}

  /** Why nothing of the take may be seen. */
  get refused(): TakeTrouble | undefined {
    return this.refusal;
  }

  /** @returns the frame as it may leave; undefined: none may */
  async frame(seen: Prediction, picture: Pixels): Promise<CheckedFrame | undefined> {
    const isClear = this.clearness.isReached(seen);
    if (this.isOut(seen.picture)) return undefined;
    if (!isClear || !this.hasJudge(picture)) return hidden(picture, 'unchecked');
    const verdict = await this.look(picture);
    if (this.refusal) return undefined;
    if (verdict?.level === 'forbidden') return this.strike(seen.picture, verdict);
    if (this.struck.picture === seen.picture) {
      this.struck.strikes = 0;
      return undefined;
    }
    if (verdict?.level === 'safe') return { picture };
    return hidden(picture, verdict ? 'adult' : 'unchecked');
  }

  /** @throws TakeTrouble where the picture must not be seen, or nobody could look at it */
  async picture({ rgb, width, height }: Pixels): Promise<CheckedPicture> {
    const verdict = await this.judge
      .judge({ data: rgb, width, height }, { what: 'final', limits: this.limits })
      .catch((error: unknown) => {
        const why = error instanceof JudgeAwayError ? error.reason : String(error);
        throw this.refuse(new TakeTrouble('SAFETY_CHECK_AWAY', why));
      });
    const { level, because } = verdict;
    if (level === 'forbidden') throw this.refuse(troubleOf(verdict));
    return level === 'safe' || !because ? {} : { check: { level, ...because } };
  }

  /** The judge starts beside the first steps, and again where it ended while they took long; nobody waits for it. */
  private hasJudge(picture: Pixels): boolean {
    const { state } = this.judge.state;
    if (state === 'idle') void this.look(picture);
    return state === 'ready';
  }

  private look({ rgb, width, height }: Pixels): Promise<Verdict | undefined> {
    const how = { what: 'preview', limits: this.limits, deadlineMs: FRAME_MS } as const;
    return this.judge.judge({ data: rgb, width, height }, how).catch(() => undefined);
  }

  private isOut(picture: number): boolean {
    return this.refusal !== undefined || (this.struck.picture === picture && this.struck.strikes >= STRIKES);
  }

  private strike(picture: number, verdict: Verdict): undefined {
    const strikes = this.struck.picture === picture ? this.struck.strikes + 1 : 1;
    this.struck = { picture, strikes };
    if (strikes >= STRIKES) this.refuse(troubleOf(verdict));
  }

  private refuse(why: TakeTrouble): TakeTrouble {
    if (!this.refusal) {
      this.refusal = why;
      this.onRefused();
    }
    return this.refusal;
  }
}

const hidden = (picture: Pixels, blurred: Blurred): CheckedFrame => ({ picture: blur(picture), blurred });

const troubleOf = ({ because }: Verdict): TakeTrouble =>
  new TakeTrouble('SAFETY_PICTURE_REFUSED', because ? `${because.category} ${because.score.toFixed(2)}` : '');
