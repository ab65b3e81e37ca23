import sharp from 'sharp';
import { ImageClassifier } from '../../../libs/image-check/classification/image-classifier.js';
import type { CheckRequest, CheckerMessage } from '../../../libs/image-check/checker-protocol.js';
import { openClassifier } from '../../../libs/image-check/classifiers/open-classifier.js';

/** Whoever asks accepts these kinds of files and no others; no other decoder is ever reached. */
const DECODERS = ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'];

/** The process that looks at images. Whoever forked it asks over the channel, and it ends with them. */
async function serve(): Promise<void> {
  const began = performance.now();
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: DECODERS });
  const classifier = await openClassifier(process.env.IMAGE_CLASSIFIER);
  const imageClassifier = new ImageClassifier(classifier);
  let last = Promise.resolve();
  process.on('message', (question) => {
    // A network that fails ends the process: whoever asked is told that there is no verdict.
    last = last.then(() => answer(imageClassifier, question as CheckRequest)).catch(shutDown);
  });
  const { name, thresholds } = classifier;
  tell({ type: 'ready', name, thresholds, startMs: Math.round(performance.now() - began) });
}

async function answer(imageClassifier: ImageClassifier, { id, what, image }: CheckRequest): Promise<void> {
  const began = performance.now();
  const seen = await imageClassifier.examine({ what, image });
  if (seen === 'unreadable') return tell({ type: 'unreadable', id });
  tell({ type: 'verdict', id, ...seen, ms: performance.now() - began, rssBytes: process.memoryUsage.rss() });
}

/** The channel may close meanwhile; `disconnect` ends the process then. */
function tell(report: CheckerMessage): void {
  if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
}

if (!process.send) throw new Error('the judge is started by whoever shows pictures, over an IPC channel');
process.on('disconnect', () => process.exit(0));
// Ctrl+C in a terminal reaches whoever asks us, too, and they decide.
process.on('SIGINT', () => undefined);
serve().catch(shutDown);

function shutDown(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
}
