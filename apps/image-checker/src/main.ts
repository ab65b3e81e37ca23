import sharp from 'sharp';
import { ImageClassifier } from '../../../libs/image-check/classification/image-classifier.js';
import type { Thresholds } from '../../../libs/image-check/verdict.js';
import type { CheckRequest, CheckerMessage } from '../../../libs/image-check/checker-protocol.js';
import { BUILT_IN } from '../../../libs/image-check/classifiers/built-in.js';
import { openClassifiers } from '../../../libs/image-check/classifiers/open-classifier.js';

/** The file types that callers accept. All other decoders are blocked. */
const DECODERS = ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'];

/** Answers requests over IPC until the parent process disconnects. */
async function serve(): Promise<void> {
  const startedAt = performance.now();
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: DECODERS });
  const classifiers = await openClassifiers(process.env.IMAGE_CLASSIFIER?.split(',') ?? [BUILT_IN]);
  const imageClassifier = new ImageClassifier(classifiers);
  let queue = Promise.resolve();
  process.on('message', (request) => {
    // A failing classifier ends the process, so the caller gets no verdict.
    queue = queue.then(() => respond(imageClassifier, request as CheckRequest)).catch(shutDown);
  });
  const name = classifiers.map((one) => one.name).join(', ');
  const thresholds = Object.assign({}, ...classifiers.map((one) => one.thresholds)) as Thresholds;
  send({ type: 'ready', name, thresholds, startMs: Math.round(performance.now() - startedAt) });
}

async function respond(imageClassifier: ImageClassifier, { id, purpose, image }: CheckRequest): Promise<void> {
  const startedAt = performance.now();
  const result = await imageClassifier.examine({ purpose, image });
  if (result === 'unreadable') return send({ type: 'unreadable', id });
  send({ type: 'verdict', id, ...result, ms: performance.now() - startedAt, rssBytes: process.memoryUsage.rss() });
}

/** When the channel closes meanwhile, `disconnect` ends the process. */
function send(message: CheckerMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

if (!process.send) throw new Error('the image checker must be forked with an IPC channel');
process.on('disconnect', () => process.exit(0));
// Ctrl+C in a terminal also reaches the parent process, which decides.
process.on('SIGINT', () => undefined);
serve().catch(shutDown);

function shutDown(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
}
