/**
 * - `lost`: in the log, but never shown by a page that stayed until the end
 * - `double`: shown, logged or acknowledged twice
 * - `reordered`: shown after a later one
 * - `gap`: shown although the one before was not, or a seq the log does not have
 * - `absent`: acknowledged, and not in the database
 * - `early`: sent to a client, but never committed
 * - `other`: two versions of one seq
 * - `undone`: finally rejected, but in the log
 * - `unanswered`: sent, but without a reply
 * - `overtaken`: sent after another was acknowledged, but logged before it
 * - `list`: the final list of a page differs from the database
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
