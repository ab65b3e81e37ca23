import { createHash } from 'node:crypto';

/** Of a version's n-th sample, always the same: whichever nodes order it, there is one such take. In the form of a UUID. */
export const sampleTakeId = (versionId: string, n: number): string => {
  const digits = createHash('sha256').update(`sample ${versionId} ${n}`).digest('hex');
  const [a, b, c, d, e] = [
    [0, 8],
    [8, 12],
    [13, 16],
    [17, 20],
    [20, 32],
  ].map(([from, to]) => digits.slice(from, to));
  return `${a}-${b}-8${c}-8${d}-${e}`;
};
