/** A list in groups of equal size: the rows of a grid. */
export const groupsOf = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

interface GridPosition {
  readonly from: number;
  readonly columns: number;
  readonly count: number;
}

/** The index to which a key moves in a grid, -1 for keys that do not move. Up and down move in grids of several columns. */
export function targetOfKey(key: string, { from, columns, count }: GridPosition): number {
  const within = (index: number) => (index >= 0 && index < count ? index : from);
  switch (key) {
    case 'ArrowRight':
      return within(from + 1);
    case 'ArrowLeft':
      return within(from - 1);
    case 'ArrowDown':
      return columns > 1 ? within(from + columns) : -1;
    case 'ArrowUp':
      return columns > 1 ? within(from - columns) : -1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
