import { PictureJudge, type Thresholds } from '@visionary/judging';
import { log } from '../log.js';
import { TakeChecks } from './take-checks.js';

export interface CheckSettings {
  /** Absolute path of the ONNX file that looks at pictures; undefined: the packaged network. */
  readonly classifier: string | undefined;
  readonly limits: Thresholds;
}

/** Too small to show anything: asked only so that the judge's process is there when there is something to see. */
const NOTHING = { data: new Uint8Array(8 * 8 * 3), width: 8, height: 8 };

/** The judge of this process's pictures, in a process of its own that the first take starts. */
export class PictureChecks {
  private readonly judge: PictureJudge;

  constructor(private readonly settings: CheckSettings) {
    this.judge = new PictureJudge({
      classifier: settings.classifier,
      log: (level, message, fields) => log(level, message, fields as Parameters<typeof log>[2]),
    });
  }

  of(onRefused: () => void): TakeChecks {
    // A judge that cannot start is told of by the first picture that needs it.
    if (this.judge.state.state === 'idle') this.judge.judge(NOTHING, { what: 'preview' }).catch(() => undefined);
    return new TakeChecks(this.judge, this.settings.limits, onRefused);
  }

  close(): void {
    this.judge.close();
  }
}
