/** The fingerprint was designed on the images of this seed. */
const CHOSEN_ON = 20261129;

export const HEADING = '## Similar images';

const share = (count, of) => (of === 0 ? '' : `${((100 * count) / of).toFixed(1)} %`);
const row = (cells) => `| ${cells.join(' | ')} |`;

/** For docs/measures/images.md. */
export const similarImagesChapter = ({ images, empty, seed, limits, ways, sameWords, others, closest }) => `${HEADING}

Written by \`npm run bench -- similar-images\`: ${images} images, rendered by the built-in model or drawn, from seed ${seed}, each copied in the ways
below. The minimum detail for a hash was chosen on seed ${CHOSEN_ON}. Two perceptual hashes of 256 bits that differ in no more bits than a column
says count as similar; the code uses 40. ${empty} of the images have too little detail for a hash and match nothing.

${row(['copies', 'images', ...limits.map((limit) => `${limit} bits`)])}
${row(['---', ...Array(limits.length + 1).fill('---:')])}
${ways.map(({ way, made, found }) => row([way, made, ...found.map((count) => share(count, made))])).join('\n')}

Different images that count as similar, in pairs:

${row(['pairs', 'count', ...limits.map((limit) => `${limit} bits`)])}
${row(['---', ...Array(limits.length + 1).fill('---:')])}
${row(['same prompt, different seed', sameWords.pairs, ...sameWords.taken])}
${row(['different prompt', others.pairs, ...others.taken])}

The closest pair with the same prompt differs in ${closest.sameWords} bits, the closest pair with different prompts in ${closest.others}. The built-in model knows a few
hundred things and draws some of them nearly identically from any seed, so moderators see such matches. A limit above 40 bits would find
more cropped copies, but also come closer to images that only share a shape.
`;
