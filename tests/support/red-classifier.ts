import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from './services.js';
import { attribute, constant, model, node } from './tiny-onnx.js';

const SIDE = 8;

/** How much red outweighs the mean of green and blue, over the whole image: 1 for pure red, 0 for white, grey and black. */
function rednessGraph(): Uint8Array {
  const weights = constant('weights', [3, 2], Float32Array.of(1, 0, -0.5, 0, -0.5, 0));
  return model(
    [
      node('ReduceMean', ['pixels'], ['means'], Buffer.concat([attribute('axes', [2, 3]), attribute('keepdims', 0)])),
      node('MatMul', ['means', 'weights'], ['scores']),
    ],
    [{ name: 'pixels', type: 'float32', shape: [1, 3, SIDE, SIDE] }],
    { name: 'scores', type: 'float32', shape: [1, 2] },
    [weights],
  );
}

const CARD = {
  name: 'redness',
  input: { width: SIDE, height: SIDE },
  classes: ['red', 'other'],
  output: 'scores',
  thresholds: { red: { adult: 0.3, held: 0.5, forbidden: 0.8 } },
};

/**
 * A network that classifies red as forbidden, so that tests need no such images.
 * @param card changes of the card
 * @returns the path for IMAGE_CLASSIFIER
 */
export function redClassifier(card: Readonly<Record<string, unknown>> = {}): string {
  const folder = freshFolder();
  writeFileSync(join(folder, 'redness.onnx'), rednessGraph());
  writeFileSync(join(folder, 'redness.json'), JSON.stringify({ ...CARD, ...card }));
  return join(folder, 'redness.onnx');
}
