/** Realistic blocked terms, made of syllables and of common characters; all different. */
export function madeTerms(many, { pick }) {
  const first = 'b br c ch d dr f fl g gr h j k l m n p pl qu r s sh st t tr v w z'.split(' ');
  const middle = 'a e i o u ai ea oo ou y'.split(' ');
  const last = 'b ck d ft g ll m n nd p r rk s ss st t th x'.split(' ');
  const numbers = [2, 2, 2, 3, 3, 4, 5];
  const syllable = () => pick(first) + pick(middle) + pick(last);
  const characters = Array.from({ length: 2500 }, (_, i) => String.fromCharCode(0x4e00 + i * 7));
  const made = new Set();
  const several = (one) => Array.from({ length: pick(numbers) }, one).join('');
  while (made.size < many / 2) made.add(several(syllable));
  while (made.size < many) made.add(several(() => pick(characters)));
  return [...made];
}
