/** Keeps the equations solvable when columns depend on each other. */
const RIDGE = 1e-6;

/** The weights that bring `rows · weights` closest to `wanted`, by the normal equations and Gaussian elimination. */
export function solve(rows: readonly (readonly number[])[], wanted: readonly number[]): number[] {
  const count = rows[0]?.length ?? 0;
  const table = Array.from({ length: count }, (_, i) => [
    ...Array.from({ length: count }, (_, k) => rows.reduce((sum, row) => sum + row[i]! * row[k]!, i === k ? RIDGE : 0)),
    rows.reduce((sum, row, n) => sum + row[i]! * wanted[n]!, 0),
  ]);
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
