/** Solves `matrix · x = right`. */
export function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  return solveLinearSystems(
    matrix,
    right.map((value) => [value]),
  ).map(([value = NaN]) => value);
}

/**
 * Solves `matrix · X = right` for all columns of a matrix by Gaussian elimination with partial pivoting.
 * @returns X
 */
export function solveLinearSystems(
  matrix: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): number[][] {
  const count = right.length;
  const table = matrix.map((row, i) => [...row, ...right[i]!]);
  const width = table[0]?.length ?? 0;
  for (let pivot = 0; pivot < count; pivot++) {
    const pivotRow = largestRowFrom(table, pivot);
    [table[pivot], table[pivotRow]] = [table[pivotRow]!, table[pivot]!];
    for (let i = 0; i < count; i++) {
      if (i === pivot) continue;
      const factor = table[i]![pivot]! / table[pivot]![pivot]!;
      for (let k = pivot; k < width; k++) table[i]![k]! -= factor * table[pivot]![k]!;
    }
  }
  return table.map((row, i) => row.slice(count).map((value) => value / row[i]!));
}

function largestRowFrom(table: readonly number[][], column: number): number {
  let best = column;
  for (let i = column + 1; i < table.length; i++) {
    if (Math.abs(table[i]![column]!) > Math.abs(table[best]![column]!)) best = i;
  }
  return best;
}
