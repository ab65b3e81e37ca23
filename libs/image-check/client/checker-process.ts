import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import type { CheckRequest, CheckerMessage } from '../checker-protocol.js';
import { checkerEnvironment } from './checker-environment.js';
import { type CheckerLog, forwardOutput } from './forward-output.js';

export interface CheckerProcessOptions {
  readonly script: string;
  /** An ONNX file with its card beside it, in the place of the packaged network. */
  readonly classifier: string | undefined;
  readonly log: CheckerLog;
}

export interface CheckerListener {
  onReport(report: CheckerMessage): void;
  /** Dead, by itself or killed. */
  onLost(why: string, wasReady: boolean): void;
}

/** Reading the network from a cold disk of a busy machine takes seconds. */
const START_DEADLINE_MS = 30_000;
/** Of 19: words, sockets and the model itself go first. */
const NICENESS = 10;

/** One life of the judge's process. It lives no longer than this process. */
export class CheckerProcess {
  private readonly child: ChildProcess;
  private readonly endWithUs = () => void this.child.kill('SIGKILL');
  private readonly timer: NodeJS.Timeout;
  private why: string | undefined;
  isReady = false;

  constructor(
    { script, classifier, log }: CheckerProcessOptions,
    private readonly listener: CheckerListener,
  ) {
    this.child = fork(script, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--enable-source-maps'],
      env: checkerEnvironment(classifier, process.env),
    });
    process.on('exit', this.endWithUs);
    lowerPriority(this.child.pid);
    forwardOutput(this.child, log);
    this.timer = setTimeout(() => this.kill('it did not start in time'), START_DEADLINE_MS);
    this.child.on('message', (report) => this.hear(report as CheckerMessage));
    this.child.once('error', (error) => this.gone(error.message));
    this.child.once('exit', (code, signal) => this.gone(signal ? `ended by ${signal}` : `ended with code ${code}`));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  ask({ id, what, image }: CheckRequest): void {
    // A channel that closes meanwhile shows as the process's end.
    this.child.send({ id, what, image }, () => undefined);
  }

  /** Ends it at once: it holds nothing that is not somewhere else. */
  kill(why: string): void {
    this.why = why;
    this.child.kill('SIGKILL');
  }

  private hear(report: CheckerMessage): void {
    if (report.type === 'ready') {
      clearTimeout(this.timer);
      this.isReady = true;
    }
    this.listener.onReport(report);
  }

  private isGone = false;

  private gone(how: string): void {
    if (this.isGone) return;
    this.isGone = true;
    clearTimeout(this.timer);
    process.off('exit', this.endWithUs);
    this.listener.onLost(this.why ?? how, this.isReady);
  }
}

function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, NICENESS);
  } catch {
    // It may have ended already; its exit tells.
  }
}
