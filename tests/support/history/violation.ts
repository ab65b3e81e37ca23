/**
 * - `lost`: in the log, and a page that was there to the end never showed it
 * - `double`: shown, logged or acknowledged twice
 * - `reordered`: shown after a later one
 * - `gap`: shown although the one before was not, or a seq the log does not have
 * - `absent`: acknowledged, and not in the database
 * - `early`: said to somebody, and never committed
 * - `other`: two tellings of one seq
 * - `undone`: refused for good, and done all the same
 * - `unanswered`: asked, and never answered
 * - `overtaken`: asked after another was acknowledged, and logged before it
 * - `list`: a page ends with another list than the database
 */
export type Fault =
  | 'lost'
  | 'double'
  | 'reordered'
  | 'gap'
  | 'absent'
  | 'early'
  | 'other'
  | 'undone'
  | 'unanswered'
  | 'overtaken'
  | 'list';

export interface Violation {
  readonly fault: Fault;
  readonly roomId: string;
  readonly client?: string;
  readonly seq?: number;
  readonly what: string;
}
