import type { ReplayView } from '@visionary/contract';

/** An image of a sheet, as the background of an element of its proportions. */
export interface Cell {
  readonly step: number;
  readonly style: Readonly<Record<'backgroundImage' | 'backgroundSize' | 'backgroundPosition', string>>;
}

/** The newest image that is not later than a step, or the first. */
export function cellOf({ url, columns, steps }: ReplayView, step: number): Cell {
  const at = Math.max(
    0,
    steps.findLastIndex((one) => one <= step),
  );
  const rows = Math.ceil(steps.length / columns);
  const share = (n: number, of: number) => (of > 1 ? (100 * n) / (of - 1) : 0);
  return {
    step: steps[at] ?? 1,
    style: {
      backgroundImage: `url("${url}")`,
      backgroundSize: `${100 * columns}% ${100 * rows}%`,
      backgroundPosition: `${share(at % columns, columns)}% ${share(Math.floor(at / columns), rows)}%`,
    },
  };
}
