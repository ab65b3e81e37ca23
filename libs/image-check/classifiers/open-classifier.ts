import { basename } from 'node:path';
import type { Classifier } from './classifier.js';
import { BUILT_IN } from './built-in.js';
import { withDistinctClasses } from './distinct-classes.js';

/** @param list BUILT_IN, and ONNX files with their cards beside them. All classify each image */
export async function openClassifiers(list: readonly string[]): Promise<Classifier[]> {
  const opened: { label: string; classifier: Classifier }[] = [];
  for (const one of list) opened.push({ label: basename(one, '.onnx'), classifier: await openClassifier(one) });
  return withDistinctClasses(opened);
}

async function openClassifier(one: string): Promise<Classifier> {
  if (one !== BUILT_IN) return (await import('./onnx-classifier.js')).openOnnxClassifier(one);
  return (await import('./packaged-classifier.js')).openPackagedClassifier();
}
