import type { RendererCommand } from '../../../libs/generation/domain/renderer-protocol.js';
import { Engine } from './engine.js';
import { errorFields, log } from './log.js';
import { ImageCheckClient } from './checks/image-check-client.js';
import { ModelResourceCache } from './model-resources.js';
import { linkToServer } from './server-link.js';
import { readSettings } from './settings.js';
import { TakeManager } from './take-manager.js';
import { TokenCountHandler } from './token-count-handler.js';

const LONGEST_LEAVE_MS = 1_500;
let isLeaving = false;

const settings = readSettings(process.env);
const server = linkToServer(handleCommand, () => shutDown('the server is gone'));
const windows = new ModelResourceCache(1);
const checks = settings.checks && new ImageCheckClient(settings.checks);
const engine = new Engine(
  {
    ...{ budgetBytes: settings.memoryBytes, threads: settings.threads, keptDir: settings.modelCacheDir },
    findsFaults: checks !== undefined,
  },
  (report) => {
    if (report.type === 'ready') return server.tell({ type: 'ready', pid: process.pid });
    if (report.type === 'pool' || report.type === 'forecast') return server.tell(report);
    void takes.hear(report);
  },
  (reason) => {
    log('error', 'the engine is lost', errorFields(reason));
    process.exit(1);
  },
);
const takes = new TakeManager(windows, (command) => engine.send(command), server.tell, checks);
const tokens = new TokenCountHandler(windows, server.tell);

// Ctrl+C in a terminal reaches the server too, and the server decides what becomes of running takes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => shutDown('told to stop'));
log('info', 'the renderer starts', { ...settings, checks: settings.checks !== undefined });

function handleCommand(command: RendererCommand): void {
  switch (command.type) {
    case 'render':
      return takes.render(command);
    case 'cancel':
    case 'stop':
    case 'steer':
      return takes.reach(command);
    case 'watch':
      return takes.watch(command.takeId, command.sendFrames);
    case 'count':
      void tokens.count(command);
      return;
    case 'forecast':
      return engine.send(command);
    case 'shutdown':
      return shutDown('told to shut down');
    default:
      return command satisfies never;
  }
}

/**
 * Ends the process. Exiting under a running model call would crash, so the call is waited for; where that takes long,
 * the process ends itself hard.
 */
function shutDown(why: string): void {
  if (isLeaving) return;
  isLeaving = true;
  log('info', 'the renderer leaves', { why });
  checks?.close();
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), LONGEST_LEAVE_MS);
  void engine.close().then(() => process.exit(0));
}
