/** Solves `matrix · x = right` by Gaussian elimination with partial pivoting. */
export function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const count = right.length;
  const table = matrix.map((row, i) => [...row, right[i]!]);
  for (let pivot = 0; pivot < count; pivot++) {
    const best = largestBelow(table, pivot);
    [table[pivot], table[best]] = [table[best]!, table[pivot]!];
    for (let i = 0; i < count; i++) {
      if (i === pivot) continue;
      const share = table[i]![pivot]! / table[pivot]![pivot]!;
      for (let k = pivot; k <= count; k++) table[i]![k]! -= share * table[pivot]![k]!;
    }
  }
  return table.map((row, i) => row[count]! / row[i]!);
}

function largestBelow(table: readonly number[][], column: number): number {
  let best = column;
  for (let i = column + 1; i < table.length; i++) {
    if (Math.abs(table[i]![column]!) > Math.abs(table[best]![column]!)) best = i;
  }
  return best;
}
