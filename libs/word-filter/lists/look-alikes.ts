/** Rare characters, read as the common one that they look like or are a variant of: `祼` (a rite) as `裸`. */
export const RARE_LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  `囗口 祼裸 躶裸 臝裸 倮裸 姧奸 婬淫`.split(' ').map(([rare = '', common = '']): [string, string] => [rare, common]),
);

/** Common characters that stand for another one only in a word: `果体` for `裸体`, `ロ交` for `口交`. */
export const STAND_INS: ReadonlyMap<string, string> = new Map([
  ['裸', '果'],
  ['口', 'ロ'],
]);
