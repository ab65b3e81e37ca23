import { ImageChecker, type Thresholds } from '@visionary/image-check';
import { log } from '../log.js';
import { TakeContentCheck } from './take-content-check.js';

export interface CheckSettings {
  /** Absolute path of the ONNX classifier; undefined for the built-in one. */
  readonly classifier: string | undefined;
  readonly limits: Thresholds;
}

/** A tiny image that starts the image checker before it is needed. */
const EMPTY_IMAGE = { data: new Uint8Array(8 * 8 * 3), width: 8, height: 8 };

/** The image checker of this process, in its own process that the first take starts. */
export class ImageCheckClient {
  private readonly checker: ImageChecker;

  constructor(private readonly settings: CheckSettings) {
    this.checker = new ImageChecker({
      classifier: settings.classifier,
      log: (level, message, fields) => log(level, message, fields as Parameters<typeof log>[2]),
    });
  }

  of(onRejected: () => void): TakeContentCheck {
    // The first image that needs the checker reports a failed start.
    if (this.checker.state.state === 'idle') {
      this.checker.check(EMPTY_IMAGE, { what: 'preview' }).catch(() => undefined);
    }
    return new TakeContentCheck(this.checker, this.settings.limits, onRejected);
  }

  close(): void {
    this.checker.close();
  }
}
