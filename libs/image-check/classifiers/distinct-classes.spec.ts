import { expect, it } from '@jest/globals';
import type { Classifier } from './classifier.js';
import { withDistinctClasses } from './distinct-classes.js';

const classifier = (scores: Record<string, number>): Classifier => ({
  ...{ name: 'a name', width: 8, height: 8, classes: Object.keys(scores) },
  thresholds: Object.fromEntries(Object.entries(scores).map(([one, adult]) => [one, { adult }])),
  classify: async () => scores,
});
const RGB = new Uint8Array(0);

it('[S160] a class that an earlier classifier has keeps its own scores and thresholds', async () => {
  const [first, second] = withDistinctClasses([
    { label: 'built-in', classifier: classifier({ porn: 0.1, neutral: 0.9 }) },
    { label: 'weapons', classifier: classifier({ gun: 0.2, neutral: 0.8 }) },
  ]);
  expect(await first!.classify(RGB)).toEqual({ porn: 0.1, neutral: 0.9 });
  expect(await second!.classify(RGB)).toEqual({ gun: 0.2, 'weapons/neutral': 0.8 });
  expect(second!.thresholds).toEqual({ gun: { adult: 0.2 }, 'weapons/neutral': { adult: 0.8 } });
});

it('[S160] classes that cannot be told apart, and names that are too long, are rejected', () => {
  const same = { label: 'a', classifier: classifier({ gun: 1 }) };
  expect(() => withDistinctClasses([same, same, same])).toThrow('two classifiers have the class a/gun');
  expect(() => withDistinctClasses([{ label: 'a', classifier: classifier({ ['x'.repeat(101)]: 1 }) }])).toThrow(
    'too long',
  );
});
