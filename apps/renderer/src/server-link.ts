import type { RendererCommand, RendererReport } from '../../../libs/generation/domain/renderer-protocol.js';

/** The IPC channel to the server that started this process. */
export interface ServerLink {
  tell(report: RendererReport): void;
}

/**
 * @param onCommand called for every command in its order
 * @param onGone called when the server closed the channel or died
 * @throws Error when nobody forked this process with a channel
 */
export function linkToServer(onCommand: (command: RendererCommand) => void, onGone: () => void): ServerLink {
  if (!process.send) throw new Error('the renderer is started by the server, over an IPC channel');
  process.on('message', (message) => onCommand(message as RendererCommand));
  process.on('disconnect', onGone);
  return {
    tell: (report) => {
      // The channel may close between two reports; `disconnect` ends the process then.
      if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
    },
  };
}
