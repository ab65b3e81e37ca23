const MEBIBYTE = 2 ** 20;
const UNITS: Readonly<Record<string, number>> = { K: 2 ** 10, M: MEBIBYTE, G: 2 ** 30, T: 2 ** 40 };

/** Default share of available memory. The rest is for the server, the database, and images. */
const SHARE = 0.6;

/**
 * The memory budget for models in bytes.
 * @param setting `6G`, `6144M`, or a number of mebibytes; undefined, empty, and 0 mean a share of what is available
 * @throws RangeError for any other text
 */
export function memoryBudget(setting: string | undefined, availableBytes: number): number {
  const text = (setting ?? '').trim();
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT])?i?B?$/i.exec(text || '0');
  if (!match) throw new RangeError(`${text} is no amount of memory, such as 6G, 6144M, or a number of mebibytes`);
  const bytes = Math.floor(Number(match[1]) * (match[2] ? UNITS[match[2].toUpperCase()]! : MEBIBYTE));
  return bytes > 0 ? bytes : Math.floor(availableBytes * SHARE);
}
