import { checkCourses } from './check-courses.js';
import { checkKept } from './check-kept.js';
import { checkShown } from './check-shown.js';
import { checkWishes } from './check-wishes.js';
import type { History } from './history.js';
import type { Violation } from './violation.js';

/**
 * Everything in a history that a room promises not to do: what was acknowledged is missing, an event was lost, shown twice,
 * out of order or after a hole, said without having been committed, or a page ends with another list than the database.
 */
export const check = (history: History): Violation[] => [
  ...checkKept(history),
  ...checkWishes(history),
  ...checkCourses(history),
  ...checkShown(history),
];
