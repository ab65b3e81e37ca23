import type { RendererCommand, RendererReport } from '../../../libs/generation/domain/renderer-protocol.js';

/** IPC channel to the server that started this process. */
export interface ServerLink {
  send(report: RendererReport): void;
}

/**
 * @param onCommand called for each command, in order
 * @param onGone called when the server closed the channel or crashed
 * @throws Error if the process has no IPC channel
 */
export function linkToServer(onCommand: (command: RendererCommand) => void, onGone: () => void): ServerLink {
  if (!process.send) throw new Error('the renderer must be started by the server, with an IPC channel');
  process.on('message', (message) => onCommand(message as RendererCommand));
  process.on('disconnect', onGone);
  return {
    send: (report) => {
      // The channel may close in between; `disconnect` ends the process then.
      if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
    },
  };
}
