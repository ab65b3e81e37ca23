import { type ChildProcess, fork } from 'node:child_process';
import { builtRenderer, rendererEnvironment } from '../../../../libs/generation/cli.js';
import type {
  RenderCommand,
  RendererCommand,
  RendererReport,
  RenderedImage,
  RenderRecord,
} from '../../../../libs/generation/cli.js';
import { UserError } from '../user-error.js';

type StepReport = Extract<RendererReport, { type: 'step' }>;

/** What is shown while an image is made. */
export interface ProgressListener {
  onLoading(): void;
  onStep(step: StepReport): void;
}

export interface Rendered {
  readonly images: readonly RenderedImage[];
  readonly record: RenderRecord;
}

/** Somebody pressed Ctrl+C, or asked the process to end. */
class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor(readonly step: number) {
    super(step > 0 ? `Canceled after step ${step}. Nothing was written.` : 'Canceled. Nothing was written.');
  }
}

/** How long the renderer may take to leave after its last take, before it is ended. */
const LEAVE_MS = 3_000;

/**
 * A renderer of this process's own, the very one that a server starts: what is rendered here is what is rendered there,
 * to the byte.
 */
export class RendererSession {
  private readonly child: ChildProcess;

  private constructor(threads: number) {
    this.child = fork(builtRenderer(), [], {
      serialization: 'advanced',
      // Its log is for servers; what goes wrong with a take comes as a report.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: rendererEnvironment({ threads, memoryMiB: 0 }, process.env),
    });
  }

  /** @throws Trouble when it does not start */
  static async start(threads: number): Promise<RendererSession> {
    const session = new RendererSession(threads);
    await session.until((report) => report.type === 'ready' || undefined);
    return session;
  }

  /**
   * @param signal aborted: the take ends within a step
   * @throws Cancelled; Trouble with what the renderer says
   */
  async render(command: RenderCommand, progressListener: ProgressListener, signal: AbortSignal): Promise<Rendered> {
    const cancel = () => this.tell({ type: 'cancel', takeId: command.takeId });
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const end = this.until((report) => endOf(report, progressListener));
      this.tell(command);
      if (signal.aborted) cancel();
      return await end;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const left = new Promise((resolve) => this.child.once('exit', resolve));
    this.tell({ type: 'shutdown' });
    const insist = setTimeout(() => this.child.kill('SIGKILL'), LEAVE_MS);
    await left;
    clearTimeout(insist);
  }

  private tell(command: RendererCommand): void {
    // A channel that closed meanwhile shows as the process's end.
    if (this.child.connected) this.child.send(command, () => undefined);
  }

  /** @param read gives what was waited for, or undefined to wait on */
  private until<T>(read: (report: RendererReport) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        this.child.off('message', hear).off('exit', leave).off('error', reject);
        act();
      };
      const hear = (report: unknown) => {
        try {
          const found = read(report as RendererReport);
          if (found !== undefined) settle(() => resolve(found));
        } catch (error) {
          settle(() => reject(error));
        }
      };
      const leave = (code: number | null, signal: string | null) =>
        settle(() => reject(new UserError(`The renderer stopped unexpectedly (${signal ?? `code ${code}`}).`)));
      this.child.on('message', hear).once('exit', leave).once('error', reject);
    });
  }
}

function endOf(report: RendererReport, progressListener: ProgressListener): Rendered | undefined {
  switch (report.type) {
    case 'loading':
      progressListener.onLoading();
      return undefined;
    case 'step':
      progressListener.onStep(report);
      return undefined;
    case 'finished':
      return report;
    case 'cancelled':
      throw new Cancelled(report.step);
    case 'failed':
      throw new UserError(report.detail);
    case 'ready':
    case 'steered':
    case 'counted':
    case 'forecast':
    case 'pool':
      return undefined;
    default:
      return report satisfies never;
  }
}
