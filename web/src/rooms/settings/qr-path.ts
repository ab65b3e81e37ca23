/** The light border around a code that readers need, in modules. */
const QUIET_ZONE = 4;

interface QrBitmap {
  readonly size: number;
  get(x: number, y: number): boolean;
}

/** A QR code as one SVG path: a rectangle for each run of dark modules in a row. */
export function qrPath(code: QrBitmap): { readonly viewBox: string; readonly path: string } {
  const parts: string[] = [];
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      const start = x;
      while (code.get(x + 1, y)) x++;
      parts.push(`M${start} ${y}h${x + 1 - start}v1h${start - x - 1}z`);
    }
  }
  const side = code.size + 2 * QUIET_ZONE;
  return { viewBox: `${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`, path: parts.join('') };
}
