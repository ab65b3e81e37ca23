import { solveLinear } from './linear-system.js';

/** Ridge term that keeps the equations solvable when columns are dependent. */
const RIDGE = 1e-6;

/** The weights that minimize |rows · weights - targets|², by the normal equations. */
export function leastSquares(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const columns = Array.from({ length: rows[0]?.length ?? 0 }, (_, i) => i);
  const matrix = columns.map((i) =>
    columns.map((k) => rows.reduce((sum, row) => sum + row[i]! * row[k]!, i === k ? RIDGE : 0)),
  );
  const right = columns.map((i) => rows.reduce((sum, row, n) => sum + row[i]! * targets[n]!, 0));
  return solveLinear(matrix, right);
}
