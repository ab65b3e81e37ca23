import type { Scores } from '../verdict.js';
import type { Classifier } from './classifier.js';

/** What the server accepts from a renderer. */
const MAX_CLASS_LENGTH = 100;

interface LabeledClassifier {
  readonly label: string;
  readonly classifier: Classifier;
}

/**
 * Renames a class that an earlier classifier has to `LABEL/CLASS`, so that each class keeps its own scores and thresholds.
 * @throws Error for two classifiers with the same label and class, and for a name that is too long
 */
export function withDistinctClasses(list: readonly LabeledClassifier[]): Classifier[] {
  const taken = new Set<string>();
  return list.map(({ label, classifier }) => {
    const names = new Map(classifier.classes.map((one) => [one, taken.has(one) ? `${label}/${one}` : one]));
    for (const name of names.values()) {
      if (taken.has(name)) throw new Error(`two classifiers have the class ${name}: give their files different names`);
      if (name.length > MAX_CLASS_LENGTH) throw new Error(`the name of the class ${name} is too long`);
      taken.add(name);
    }
    return renamed(classifier, names);
  });
}

function renamed(classifier: Classifier, names: ReadonlyMap<string, string>): Classifier {
  const rename = <T>(byClass: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(byClass).map(([one, value]) => [names.get(one) ?? one, value]));
  return {
    ...classifier,
    classes: [...names.values()],
    thresholds: rename(classifier.thresholds),
    classify: async (rgb): Promise<Scores> => rename(await classifier.classify(rgb)),
  };
}
