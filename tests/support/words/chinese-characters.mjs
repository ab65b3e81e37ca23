import { readFileSync } from 'node:fs';

/** The tables of the filter: the words are disguised with the characters that it knows. */
const entriesOf = (name) => {
  const source = readFileSync(new URL(`../../../libs/word-filter/lists/${name}.ts`, import.meta.url), 'utf8');
  return source.split('= `')[1].split('`')[0].trim().split(/\s+/u);
};

const charactersBySound = new Map(
  entriesOf('sounds').map((entry) => {
    const sound = /^[a-z]+[1-5]/u.exec(entry)[0];
    return [sound, [...entry.slice(sound.length)]];
  }),
);
const soundOf = new Map([...charactersBySound].flatMap(([sound, all]) => all.map((character) => [character, sound])));
const componentsOf = new Map(entriesOf('components').map((entry) => [[...entry][0], [...entry].slice(1).join('')]));

const MARKS = ['\u0304', '\u0301', '\u030c', '\u0300', ''];
/** The mark of a tone is on a or e, on the o of ou, or else on the last vowel. */
function marked(syllable, tone) {
  const at = /[ae]|o(?=u)/u.exec(syllable)?.index ?? syllable.search(/[aeiouv](?=[^aeiouv]*$)/u);
  const letter = syllable[at].replace('v', 'ü');
  return (syllable.slice(0, at) + letter + MARKS[tone - 1] + syllable.slice(at + 1)).normalize('NFC');
}

/** @param {'none' | 'marks' | 'numbers'} tones */
export function pinyin(character, tones = 'none') {
  const sound = soundOf.get(character);
  if (sound === undefined) return character;
  const [syllable, tone] = [sound.slice(0, -1), Number(sound.at(-1))];
  return tones === 'none' ? syllable : tones === 'numbers' ? sound : marked(syllable, tone);
}

/** Another character of the same sound and tone, or the character if there is none. */
export function homophone(character, pick) {
  const others = (charactersBySound.get(soundOf.get(character)) ?? []).filter((other) => other !== character);
  return others.length === 0 ? character : pick(others);
}

/** The components of a character, or the character. */
export const apart = (character) => componentsOf.get(character) ?? character;
