import type { RendererCommand } from '../../../libs/generation/domain/renderer-protocol.js';
import { Engine } from './engine.js';
import { errorFields, log } from './log.js';
import { PictureChecks } from './checks/picture-checks.js';
import { ModelWindows } from './model-window.js';
import { linkToServer } from './server-link.js';
import { readSettings } from './settings.js';
import { TakeDesk } from './take-desk.js';
import { TokenDesk } from './token-desk.js';

const LONGEST_LEAVE_MS = 1_500;
let isLeaving = false;

const settings = readSettings(process.env);
const server = linkToServer(obey, () => leave('the server is gone'));
const windows = new ModelWindows(1);
const checks = settings.checks && new PictureChecks(settings.checks);
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
const takes = new TakeDesk(windows, (command) => engine.send(command), server.tell, checks);
const tokens = new TokenDesk(windows, server.tell);

// Ctrl+C in a terminal reaches the server too, and the server decides what becomes of running takes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => leave('told to stop'));
log('info', 'the renderer starts', { ...settings, checks: settings.checks !== undefined });

function obey(command: RendererCommand): void {
  switch (command.type) {
    case 'render':
      return takes.render(command);
    case 'cancel':
    case 'stop':
    case 'steer':
      return takes.reach(command);
    case 'watch':
      return takes.watch(command.takeId, command.watched);
    case 'count':
      void tokens.count(command);
      return;
    case 'forecast':
      return engine.send(command);
    case 'shutdown':
      return leave('told to shut down');
    default:
      return command satisfies never;
  }
}

/**
 * Ends the process. Exiting under a running model call would crash, so the call is waited for; where that takes long,
 * the process ends itself hard.
 */
function leave(why: string): void {
  if (isLeaving) return;
  isLeaving = true;
  log('info', 'the renderer leaves', { why });
  checks?.close();
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), LONGEST_LEAVE_MS);
  void engine.close().then(() => process.exit(0));
}
