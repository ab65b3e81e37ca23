/** Bands of an image that resolves from left to right, as fractions of its width, with the progress each shows. */
export function denoisingBands(bands: number, plainFrom: number): { from: number; to: number; k: number }[] {
  return Array.from({ length: bands }, (_, n) => ({
    from: n / bands,
    to: (n + 1) / bands,
    k: Math.min(1, (n + 0.5) / bands / plainFrom),
  }));
}
