import sharp from 'sharp';
import { ImageClassifier } from '../../../libs/image-check/classification/image-classifier.js';
import type { CheckRequest, CheckerMessage } from '../../../libs/image-check/checker-protocol.js';
import { openClassifier } from '../../../libs/image-check/classifiers/open-classifier.js';

/** Callers accept only these formats, so no other decoder is enabled. */
const DECODERS = ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'];

/** The image checker process. Receives requests over the IPC channel of its parent, and ends with it. */
async function serve(): Promise<void> {
  const began = performance.now();
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: DECODERS });
  const classifier = await openClassifier(process.env.IMAGE_CLASSIFIER);
  const imageClassifier = new ImageClassifier(classifier);
  let last = Promise.resolve();
  process.on('message', (request) => {
    // A failing classifier ends the process, which the parent reports as unavailable.
    last = last.then(() => respond(imageClassifier, request as CheckRequest)).catch(shutDown);
  });
  const { name, thresholds } = classifier;
  send({ type: 'ready', name, thresholds, startMs: Math.round(performance.now() - began) });
}

async function respond(imageClassifier: ImageClassifier, { id, what, image }: CheckRequest): Promise<void> {
  const began = performance.now();
  const result = await imageClassifier.examine({ what, image });
  if (result === 'unreadable') return send({ type: 'unreadable', id });
  send({ type: 'verdict', id, ...result, ms: performance.now() - began, rssBytes: process.memoryUsage.rss() });
}

/** The channel may close in between; `disconnect` ends the process then. */
function send(report: CheckerMessage): void {
  if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
}

if (!process.send) throw new Error('the image checker must be started with an IPC channel');
process.on('disconnect', () => process.exit(0));
// Ctrl+C in a terminal also reaches the parent, which decides.
process.on('SIGINT', () => undefined);
serve().catch(shutDown);

function shutDown(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
}
