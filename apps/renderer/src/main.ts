import '@visionary/onnxruntime/telemetry';
import { Worker } from 'node:worker_threads';
import { deviceBudget, runtimeBackends, thisMachine } from '@visionary/diffusion';
import type { DeviceView, RendererCommand, RendererReport } from '../../../libs/generation/domain/renderer-protocol.js';
import type { EngineCommand, EngineOptions, EngineReport } from './engine-protocol.js';
import { errorFields, log } from './log.js';
import { ImageCheckClient } from './checks/take-content-check.js';
import { chooseDevice, deviceSentence, measuredBy, withFailedModel, withSettings } from './devices/choose-device.js';
import { ModelResourceCache } from './model-resources.js';
import { Replays } from './replays.js';
import { RunningTakes } from './running-takes.js';
import { readSettings } from './settings.js';

/** The renderer: takes commands of the server that started it, and gives them to the engine's thread, which loads ONNX. */

if (!process.send) throw new Error('the renderer must be started by the server, with an IPC channel');

const EXIT_DEADLINE_MS = 1_500;
let isShuttingDown = false;
/** Without an engine until the device is chosen. */
const running: { engine?: Worker } = {};

const settings = readSettings(process.env);
const resources = new ModelResourceCache(1);
const checks = settings.checks && new ImageCheckClient(settings.checks);
process.on('disconnect', () => shutDown('the server disconnected'));
// Ctrl+C in a terminal also reaches the server, which decides about running takes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  toServer({ type: 'stopping' });
  shutDown('SIGTERM');
});
const { provider, providerProblems, threads, memoryBytes } = settings;
log('info', 'the renderer starts', { threads, memoryBytes, provider: provider.provider, checks: checks !== undefined });

const chosen = await chooseDevice(provider, thisMachine(runtimeBackends()), threads, providerProblems);
// Before the runtime loads Vulkan.
Object.assign(process.env, chosen.environment);
let { view } = chosen;
log(
  view.problems.some(({ reason }) => reason === 'failed') ? 'warn' : 'info',
  deviceSentence(view),
  measuredBy(chosen),
);
const replays = new Replays(checks);
const takes = new RunningTakes(resources, toEngine, toServer, view, replays, checks);
process.on('message', (command) => onCommand(command as RendererCommand));
running.engine = startEngine();

function startEngine(): Worker {
  const started = new Worker(new URL('./engine-thread.js', import.meta.url), {
    workerData: {
      budgetBytes: memoryBytes,
      threads,
      device: withSettings(chosen.device, settings),
      deviceBudgetBytes: deviceBudget(chosen.device, settings.deviceMemoryMiB, view.memoryBytes),
      cpuModels: settings.cpuModels,
      fusesAttention: settings.fusesAttention,
      verifiedDir: settings.modelCacheDir,
      retriesCorrupt: checks !== undefined,
    } satisfies EngineOptions,
  });
  started.on('message', onReport);
  started.on('error', onEngineLost);
  started.on('exit', (code) => {
    if (isShuttingDown) process.exit(0);
    onEngineLost(new Error(`the engine's thread ended with ${code}`));
  });
  return started;
}

function onReport(report: EngineReport): void {
  if (report.type === 'ready') return toServer({ type: 'ready', pid: process.pid, device: view });
  if (report.type === 'pool' || report.type === 'forecast') return toServer(report);
  if (report.type === 'decodedSteps') return void replays.of(report).then(toServer);
  if (report.type === 'deviceFailed') return setDevice(withFailedModel(view, report));
  void takes.onReport(report);
}

function setDevice(device: DeviceView): void {
  view = device;
  log('warn', deviceSentence(view));
  toServer({ type: 'device', device });
}

function onCommand(command: RendererCommand): void {
  switch (command.type) {
    case 'render':
      return takes.render(command);
    case 'cancel':
    case 'stop':
    case 'steer':
    case 'pace':
      return takes.forward(command);
    case 'watch':
      return takes.watch(command.takeId, command.sendFrames);
    case 'count':
      void resources.count(command).then(toServer);
      return;
    case 'forecast':
    case 'replay':
    case 'unload':
      return toEngine(command);
    case 'shutdown':
      return shutDown('shutdown command');
    default:
      return command satisfies never;
  }
}

function toEngine(command: EngineCommand): void {
  running.engine?.postMessage(command);
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
  if (!running.engine) process.exit(0);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), EXIT_DEADLINE_MS);
  toEngine({ type: 'close' });
}
