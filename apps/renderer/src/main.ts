import '@visionary/onnxruntime/telemetry';
import { Worker } from 'node:worker_threads';
import type { RendererCommand, RendererReport } from '../../../libs/generation/domain/renderer-protocol.js';
import type { EngineCommand, EngineOptions, EngineReport } from './engine-protocol.js';
import { errorFields, log } from './log.js';
import { ImageCheckClient } from './checks/take-content-check.js';
import { ModelResourceCache } from './model-resources.js';
import { RunningTakes } from './running-takes.js';
import { readSettings } from './settings.js';

/** The renderer: takes commands of the server that started it, and gives them to the engine's thread, which loads ONNX. */

if (!process.send) throw new Error('the renderer must be started by the server, with an IPC channel');

const EXIT_DEADLINE_MS = 1_500;
let isShuttingDown = false;

const settings = readSettings(process.env);
const resources = new ModelResourceCache(1);
const checks = settings.checks && new ImageCheckClient(settings.checks);
const takes = new RunningTakes(resources, toEngine, toServer, checks);
const engine = new Worker(new URL('./engine-thread.js', import.meta.url), {
  workerData: {
    budgetBytes: settings.memoryBytes,
    threads: settings.threads,
    fusesAttention: settings.fusesAttention,
    verifiedDir: settings.modelCacheDir,
    retriesCorrupt: checks !== undefined,
  } satisfies EngineOptions,
});

engine.on('message', (report: EngineReport) => {
  if (report.type === 'ready') return toServer({ type: 'ready', pid: process.pid });
  if (report.type === 'pool' || report.type === 'forecast') return toServer(report);
  void takes.onReport(report);
});
engine.on('error', onEngineLost);
engine.on('exit', (code) => {
  if (isShuttingDown) process.exit(0);
  onEngineLost(new Error(`the engine's thread ended with ${code}`));
});
process.on('message', (command) => onCommand(command as RendererCommand));
process.on('disconnect', () => shutDown('the server disconnected'));
// Ctrl+C in a terminal also reaches the server, which decides about running takes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  toServer({ type: 'stopping' });
  shutDown('SIGTERM');
});
log('info', 'the renderer starts', { ...settings, checks: settings.checks !== undefined });

function onCommand(command: RendererCommand): void {
  switch (command.type) {
    case 'render':
      return takes.render(command);
    case 'cancel':
    case 'stop':
    case 'steer':
      return takes.forward(command);
    case 'watch':
      return takes.watch(command.takeId, command.sendFrames);
    case 'count':
      void resources.count(command).then(toServer);
      return;
    case 'forecast':
      return toEngine(command);
    case 'shutdown':
      return shutDown('shutdown command');
    default:
      return command satisfies never;
  }
}

function toEngine(command: EngineCommand): void {
  engine.postMessage(command);
}

/** The channel may close in between; `disconnect` ends the process then. */
function toServer(report: RendererReport): void {
  if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
}

function onEngineLost(reason: unknown): void {
  log('error', 'the engine is lost', errorFields(reason));
  process.exit(1);
}

/** Waits for the current model call, because exiting during one would crash, but not for long. */
function shutDown(reason: string): void {
  if (isShuttingDown) return;
  isShuttingDown = true;
  log('info', 'the renderer stops', { why: reason });
  checks?.close();
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), EXIT_DEADLINE_MS);
  toEngine({ type: 'close' });
}
