/** What a print is was settled on the pictures of this seed. */
const CHOSEN_ON = 20261129;

export const ALIKE = '## What looks alike';

const share = (count, of) => (of === 0 ? '' : `${((100 * count) / of).toFixed(1)} %`);
const row = (cells) => `| ${cells.join(' | ')} |`;

/** For docs/measures/pictures.md. */
export const alikeChapter = ({ pictures, empty, seed, limits, ways, sameWords, others, closest }) => `${ALIKE}

Written by \`npm run bench -- alike\`: ${pictures} pictures of the embedded model and drawn ones, from seed ${seed}, each copied in the ways
below; what counts as drawn was chosen on those of seed ${CHOSEN_ON}. Two prints of 256 bits that differ in no more bits than a column
says count as one picture; the code takes 40. ${empty} of the pictures have too little drawn in them, so no print, and are like nothing.

${row(['copies', 'made', ...limits.map((limit) => `${limit} bits`)])}
${row(['---', ...Array(limits.length + 1).fill('---:')])}
${ways.map(({ way, made, found }) => row([way, made, ...found.map((count) => share(count, made))])).join('\n')}

Other pictures that would be taken for the same one, in pairs:

${row(['pairs', 'made', ...limits.map((limit) => `${limit} bits`)])}
${row(['---', ...Array(limits.length + 1).fill('---:')])}
${row(['the same words, another seed', sameWords.pairs, ...sameWords.taken])}
${row(['other words', others.pairs, ...others.taken])}

The closest two of the same words differ in ${closest.sameWords} bits, the closest two of others in ${closest.others}. The embedded model knows a few hundred
things and draws some of them nearly the same from any seed: whoever moderates sees such a one. More bits than 40 would find more
of what was cropped, and come nearer to what only has the same shape.
`;
