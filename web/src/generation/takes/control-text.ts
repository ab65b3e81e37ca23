import type { Control } from '@visionary/contract';
import { weightText } from './weights.js';

/** A ControlNet in one line: its weight, and the share of the steps if it is not all. */
export const controlText = ({ weight, start, end }: Pick<Control, 'weight' | 'start' | 'end'>, title: string): string =>
  `${title} × ${weightText(weight)}${start > 0 || end < 1 ? `, ${start}–${end}` : ''}`;
