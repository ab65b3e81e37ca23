interface Size {
  readonly width: number;
  readonly height: number;
}

/** How far apart two sizes are: twice as wide is as far as half as wide. */
const distance = (a: Size, b: Size): number =>
  Math.abs(Math.log(a.width / b.width)) + Math.abs(Math.log(a.height / b.height));

/** The sizes of a model that are nearest to another one, the nearest first. */
export const nearestSizes = <T extends Size>(sizes: readonly T[], size: Size, count: number): T[] =>
  sizes.toSorted((a, b) => distance(a, size) - distance(b, size)).slice(0, count);
