import { ImageChecker, type Thresholds } from '@visionary/image-check';
import { log } from '../log.js';
import { TakeContentCheck } from './take-content-check.js';

export interface CheckSettings {
  /** Absolute path of the ONNX file that looks at images; undefined: the packaged network. */
  readonly classifier: string | undefined;
  readonly limits: Thresholds;
}

/** Too small to show anything: asked only so that the judge's process is there when there is something to see. */
const NOTHING = { data: new Uint8Array(8 * 8 * 3), width: 8, height: 8 };

/** The judge of this process's images, in a process of its own that the first take starts. */
export class ImageCheckClient {
  private readonly judge: ImageChecker;

  constructor(private readonly settings: CheckSettings) {
    this.judge = new ImageChecker({
      classifier: settings.classifier,
      log: (level, message, fields) => log(level, message, fields as Parameters<typeof log>[2]),
    });
  }

  of(onRefused: () => void): TakeContentCheck {
    // A judge that cannot start is told of by the first image that needs it.
    if (this.judge.state.state === 'idle') this.judge.check(NOTHING, { what: 'preview' }).catch(() => undefined);
    return new TakeContentCheck(this.judge, this.settings.limits, onRefused);
  }

  close(): void {
    this.judge.close();
  }
}
