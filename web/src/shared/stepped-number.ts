/** Parses a typed number: rounded to steps and clamped. Null if it is none. */
export function steppedNumber(
  text: string,
  { min, max, step }: { min: number; max: number; step: number },
): number | null {
  const typed = text.trim().replace(',', '.');
  const rounded = Number((Math.round(Number(typed) / step) * step).toFixed(2));
  return typed !== '' && Number.isFinite(rounded) ? Math.min(max, Math.max(min, rounded)) : null;
}
