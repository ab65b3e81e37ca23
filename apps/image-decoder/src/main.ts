import sharp from 'sharp';
import type { DecoderRequest, DecoderResponse } from '../../../libs/platform/images/image-task.js';
import { runImageTask } from '../../../libs/platform/images/run-image-task.js';

/** Decodes images of strangers for the server that started it, over IPC. */

/** The file types that the server accepts. All other decoders are blocked. */
const DECODERS = ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'];

function respond(response: DecoderResponse): void {
  // When the channel closes meanwhile, `disconnect` ends the process.
  if (process.connected) process.send?.(response, undefined, undefined, () => undefined);
}

if (!process.send) throw new Error('the image decoder must be started with an IPC channel');
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: DECODERS });
process.on('message', (message) => {
  const { id, task } = message as DecoderRequest;
  void runImageTask(task).then((result) => respond({ id, result }));
});
process.on('disconnect', () => process.exit(0));
// Ctrl+C in a terminal also reaches the server, which decides.
process.on('SIGINT', () => undefined);
