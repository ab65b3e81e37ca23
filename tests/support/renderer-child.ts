import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type {
  RenderCommand,
  RendererCommand,
  RendererReport,
  RenderJob,
} from '../../libs/generation/domain/renderer-protocol.js';
import { DEADLINE_MS } from './deadlines.js';
import { onCleanup } from './cleanup.js';

type Report<T extends RendererReport['type']> = Extract<RendererReport, { type: T }>;
type End = Report<'finished' | 'cancelled' | 'failed'>;

const MAIN = fileURLToPath(new URL('../../dist/apps/renderer/src/main.js', import.meta.url));

/** The built renderer, started like the server does, with all its messages. */
export class RendererChild {
  readonly reports: RendererReport[] = [];

  private constructor(readonly process: ChildProcess) {
    process.on('message', (report) => this.reports.push(report as RendererReport));
  }

  /** @param settings environment variables */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<RendererChild> {
    const env = { ...process.env, RENDERER_THREADS: '1', RENDERER_PROVIDER: 'cpu', ...settings };
    const child = fork(MAIN, { serialization: 'advanced', env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const waitForEnd = new Promise((resolve) => child.once('exit', resolve));
    onCleanup(() => {
      child.kill('SIGKILL');
      return waitForEnd;
    });
    const renderer = new RendererChild(child);
    await renderer.waitForReport('ready');
    return renderer;
  }

  send(command: RendererCommand): void {
    this.process.send(command);
  }

  waitForReport<T extends RendererReport['type']>(
    type: T,
    matches: (report: Report<T>) => boolean = () => true,
  ): Promise<Report<T>> {
    const fits = (report: RendererReport) => report.type === type && matches(report as Report<T>);
    return this.wait(type, fits) as Promise<Report<T>>;
  }

  /** Resolves when the take ends in any way. */
  ended(takeId: string): Promise<End> {
    const ends = ['finished', 'cancelled', 'failed'];
    const fits = (report: RendererReport) => ends.includes(report.type) && (report as End).takeId === takeId;
    return this.wait(`the end of ${takeId}`, fits) as Promise<End>;
  }

  render(takeId: string, modelDir: string, job: RenderJob, more: Partial<RenderCommand> = {}): Promise<End> {
    const end = this.ended(takeId);
    this.send({ type: 'render', takeId, modelDir, modelName: 'tiny', job, sendFrames: false, ...more });
    return end;
  }

  stepsOf(takeId: string): Report<'step'>[] {
    return this.reports.filter((report) => report.type === 'step' && report.takeId === takeId) as Report<'step'>[];
  }

  /** @returns its exit code, null when a signal ended it */
  exited(): Promise<number | null> {
    return new Promise((resolve) => this.process.once('exit', resolve));
  }

  private wait(what: string, fits: (report: RendererReport) => boolean): Promise<RendererReport> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(deadline);
        this.process.off('message', listen).off('exit', leave);
        end();
      };
      const leave = () => settle(() => reject(new Error(`the renderer ended before it said ${what}`)));
      const listen = (report: unknown) => {
        if (fits(report as RendererReport)) settle(() => resolve(report as RendererReport));
      };
      const late = new Error(`the renderer did not say ${what} within ${DEADLINE_MS} ms`);
      const deadline = setTimeout(() => settle(() => reject(late)), DEADLINE_MS).unref();
      this.process.on('message', listen).once('exit', leave);
    });
  }
}
