/** Formats bytes as MiB or GiB. */
export function formatBytes(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes < 10_000
    ? `${mebibytes < 10 ? mebibytes.toFixed(1) : Math.round(mebibytes)} MiB`
    : `${(mebibytes / 1024).toFixed(1)} GiB`;
}

/** "1 file", "2 files". */
export const pluralize = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count} ${count === 1 ? singular : plural}`;

/** Aligns columns, two spaces apart. The last column is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  const lines = rows.map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? cell : cell + ' '.repeat(widths[at]! - widthOf(cell)))).join('  '),
  );
  return lines.join('\n');
}

/** Chinese, Japanese and Korean characters take two cells. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
