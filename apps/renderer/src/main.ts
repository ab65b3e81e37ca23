import type { RendererCommand } from '../../../libs/generation/domain/renderer-protocol.js';
import { Engine } from './engine.js';
import { errorFields, log } from './log.js';
import { ImageCheckClient } from './checks/image-check-client.js';
import { ModelResourceCache } from './model-resources.js';
import { linkToServer } from './server-link.js';
import { readSettings } from './settings.js';
import { TakeManager } from './take-manager.js';
import { TokenCountHandler } from './token-count-handler.js';

const EXIT_DEADLINE_MS = 1_500;
let isShuttingDown = false;

const settings = readSettings(process.env);
const server = linkToServer(handleCommand, () => shutDown('the server disconnected'));
const resources = new ModelResourceCache(1);
const checks = settings.checks && new ImageCheckClient(settings.checks);
const engine = new Engine(
  {
    budgetBytes: settings.memoryBytes,
    threads: settings.threads,
    verifiedDir: settings.modelCacheDir,
    retriesCorrupt: checks !== undefined,
  },
  (report) => {
    if (report.type === 'ready') return server.send({ type: 'ready', pid: process.pid });
    if (report.type === 'pool' || report.type === 'forecast') return server.send(report);
    void takes.onReport(report);
  },
  (reason) => {
    log('error', 'the engine is lost', errorFields(reason));
    process.exit(1);
  },
);
const takes = new TakeManager(resources, (command) => engine.send(command), server.send, checks);
const tokens = new TokenCountHandler(resources, server.send);

// Ctrl+C in a terminal also reaches the server, which decides about running takes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => shutDown('SIGTERM'));
log('info', 'the renderer starts', { ...settings, checks: settings.checks !== undefined });

function handleCommand(command: RendererCommand): void {
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
      void tokens.count(command);
      return;
    case 'forecast':
      return engine.send(command);
    case 'shutdown':
      return shutDown('shutdown command');
    default:
      return command satisfies never;
  }
}

/** Waits for the current model call, because exiting during one would crash, but not for long. */
function shutDown(why: string): void {
  if (isShuttingDown) return;
  isShuttingDown = true;
  log('info', 'the renderer stops', { why });
  checks?.close();
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), EXIT_DEADLINE_MS);
  void engine.close().then(() => process.exit(0));
}
