import { type ChildProcess, fork } from 'node:child_process';
import type { Config } from '@visionary/platform/config';
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

export type RendererSettings = Pick<
  Parameters<typeof rendererEnvironment>[0],
  'threads' | 'provider' | 'deviceMemoryMiB'
>;

export const rendererSettingsOf = (
  config: Pick<Config, 'rendererThreads' | 'rendererProviders' | 'rendererDeviceMemoryMiB'>,
): RendererSettings => ({
  threads: config.rendererThreads,
  provider: config.rendererProviders[0],
  deviceMemoryMiB: config.rendererDeviceMemoryMiB,
});

export interface ProgressListener {
  onLoading(): void;
  onStep(step: StepReport): void;
}

export interface RenderResult {
  readonly images: readonly RenderedImage[];
  readonly record: RenderRecord;
}

/** The user pressed Ctrl+C, or the process got a signal. */
class CancelledError extends Error {
  override readonly name = 'CancelledError';

  constructor(readonly step: number) {
    super(step > 0 ? `Canceled after step ${step}. Nothing was written.` : 'Canceled. Nothing was written.');
  }
}

/** The renderer is killed when it doesn't exit within this time. */
const SHUTDOWN_TIMEOUT_MS = 3_000;

/** A renderer child process, the same as on a server, so images are identical byte for byte. */
export class RendererSession {
  private readonly child: ChildProcess;
  /** What it computes with. */
  provider = 'cpu';

  private constructor(settings: RendererSettings) {
    this.child = fork(builtRenderer(), [], {
      serialization: 'advanced',
      // Errors arrive as reports, so the log is not needed.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: rendererEnvironment({ ...settings, memoryMiB: 0 }, process.env),
    });
  }

  /** @throws UserError when it doesn't start */
  static async start(settings: RendererSettings): Promise<RendererSession> {
    const session = new RendererSession(settings);
    const { device } = await session.waitFor((report) => (report.type === 'ready' ? report : undefined));
    session.provider = device?.provider ?? session.provider;
    return session;
  }

  /**
   * @param signal cancels the take within a step
   * @throws CancelledError; UserError with the message of the renderer
   */
  async render(command: RenderCommand, progressListener: ProgressListener, signal: AbortSignal): Promise<RenderResult> {
    const cancel = () => this.send({ type: 'cancel', takeId: command.takeId });
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const end = this.waitFor((report) => resultOf(report, progressListener));
      this.send(command);
      if (signal.aborted) cancel();
      return await end;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.send({ type: 'shutdown' });
    const killTimer = setTimeout(() => this.child.kill('SIGKILL'), SHUTDOWN_TIMEOUT_MS);
    await exited;
    clearTimeout(killTimer);
  }

  private send(command: RendererCommand): void {
    // A closed channel shows up as the exit of the process.
    if (this.child.connected) this.child.send(command, () => undefined);
  }

  /** @param read returns undefined to keep waiting */
  private waitFor<T>(read: (report: RendererReport) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        this.child.off('message', onReport).off('exit', onExit).off('error', reject);
        finish();
      };
      const onReport = (report: unknown) => {
        try {
          const value = read(report as RendererReport);
          if (value !== undefined) settle(() => resolve(value));
        } catch (error) {
          settle(() => reject(error));
        }
      };
      const onExit = (code: number | null, signal: string | null) =>
        settle(() => reject(new UserError(`The renderer stopped unexpectedly (${signal ?? `code ${code}`}).`)));
      this.child.on('message', onReport).once('exit', onExit).once('error', reject);
    });
  }
}

function resultOf(report: RendererReport, progressListener: ProgressListener): RenderResult | undefined {
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
      throw new CancelledError(report.step);
    case 'failed':
      throw new UserError(report.detail);
    case 'ready':
    case 'device':
    case 'stopping':
    case 'loaded':
    case 'steered':
    case 'counted':
    case 'forecast':
    case 'replay':
    case 'pool':
      return undefined;
    default:
      return report satisfies never;
  }
}
