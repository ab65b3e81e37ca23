import type { Classifier } from './classifier.js';

/** @param path an ONNX file with its card beside it; undefined for the packaged classifier */
export async function openClassifier(path: string | undefined): Promise<Classifier> {
  if (path) return (await import('./onnx-classifier.js')).openOnnxClassifier(path);
  return (await import('./packaged-classifier.js')).openPackagedClassifier();
}
