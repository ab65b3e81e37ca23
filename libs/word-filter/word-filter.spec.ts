import { describe, expect, it } from '@jest/globals';
import { WordFilter } from './word-filter.js';

const TERMS = [
  'fuck',
  'cunt',
  'cock',
  'tit',
  'ass',
  'anal',
  'penis',
  'fu',
  'blow job',
  '敏感词',
  '敏感',
  '色情',
  '口交',
  '毒品',
  '阴道',
];
const filter = new WordFilter(
  TERMS.map((text) => ({ id: text, text })),
  ['fu manchu', 'great tit', '敏感性', '林阴道'],
);
const foundTerms = (text: string): string[] => filter.find(text).map(({ termId }) => termId);

describe('WordFilter', () => {
  it.each([
    'pegboard',
    'Scunthorpe',
    'a great tit on a branch',
    'fu manchu',
    'Fu Manchu moustache',
    '敏感性',
    '角色情感',
    '路口交通',
    '病毒品种',
    '林阴道',
    'pass the class, as said, as soon as s can',
    '(masterpiece:1.2),(best quality:1.3),cl(as:1.1)sic, pass(ion:1.1) for (pen:1.2) and ink',
    'the pen is on the table',
    'an analogue clock',
    '红色，情侣',
    '路口 交通',
  ])('[S1] ignores %s', (text) => {
    expect(filter.find(text)).toEqual([]);
  });
});

describe('WordFilter for obfuscated terms', () => {
  it.each([
    ['fuck', 'fuck'],
    ['f.u.c.k', 'fuck'],
    ['ｆｕｃｋ', 'fuck'],
    ['fu\u200bck', 'fuck'],
    ['𝓯𝓾𝓬𝓴', 'fuck'],
    ['FuCk', 'fuck'],
    ['f u c k', 'fuck'],
    ['fu ck', 'fuck'],
    ['fúçk', 'fuck'],
    ['fцck', 'fuck'],
    ['ƒuck', 'fuck'],
    ['ғᴜᴄᴋ', 'fuck'],
    ['f̶u̶c̶k̶', 'fuck'],
    ['fυсk', 'fuck'],
    ['fuuuuck', 'fuck'],
    ['(fu:1.1)ck', 'fuck'],
    ['(敏:1.1)感词', '敏感词'],
    ['f[u|o]ck', 'fuck'],
    ['f[a:u:0.5]ck', 'fuck'],
    ['fu<lora:ink:1>ck', 'fuck'],
    ['@$$', 'ass'],
    ['a55!', 'ass'],
    ['p3n1s', 'penis'],
    ['敏 感 词', '敏感词'],
    ['敏*感*词', '敏感词'],
    ['敏感詞', '敏感词'],
    ['色情', '色情'],
    ['毒品', '毒品'],
    ['blowjob', 'blow job'],
    ['blow  job', 'blow job'],
  ])('[S2] finds %s', (text, term) => {
    expect(foundTerms(text)).toContain(term);
  });
});

it.each([
  ['q(fuck:1.1)', 'fuck'],
  ['a(cunt:1.2)w', 'cunt'],
  ['((q(fuck:1.1))x:0.9)', 'fuck'],
  ['q([x|fu]ck:1.1)', 'fuck'],
  ['q(敏感词:1.1)', '敏感词'],
  ['(cock:1.1)atoo', 'cock'],
  ['as(fuck)ed', 'fuck'],
])('[S16] WordFilter separates words at brackets and weights as the encoder does: %s', (text, term) => {
  expect(foundTerms(text)).toContain(term);
});

describe('WordFilter for masked letters', () => {
  it.each([
    ['f*ck', ['f*ck']],
    ['What the F*CK!', ['F*CK']],
    ['so (f*ck:1.2) it', ['f*ck']],
    ['bl*w job', ['bl*w job']],
    ['a b*ow job and a p*nis', ['b*ow job', 'p*nis']],
    ['f*ck, ＣＵ*Т', ['f*ck', 'ＣＵ*Т']],
  ])('[S7] finds %j', (text, matchedText) => {
    expect(filter.find(text).map((hit) => hit.matchedText)).toEqual(matchedText);
  });

  it.each([
    ['f**k', 'f**k'],
    ['well, F**K you', 'F**K'],
    ['c**t', 'c**t'],
    ['a (f**k:1.2)', 'f**k'],
  ])('[S7] finds a usual word with several asterisks: %j', (text, matchedText) => {
    expect(filter.find(text).map((hit) => hit.matchedText)).toEqual([matchedText]);
  });

  it.each([
    'a*s',
    'f**l',
    'p***s',
    'f***',
    '*fun*',
    'un*f*ckable',
    'cl*ck',
    'f*ll',
    '2*pi*r',
    '*',
    'f*',
    '*ck',
    'fu*',
    'x*y*z',
    'fun*ction',
  ])('[S7] ignores %j, which has too few letters or is another word', (text) => {
    expect(new WordFilter(['fuck', 'ass', 'penis'].map((id) => ({ id, text: id }))).find(text)).toEqual([]);
  });

  it('[S7] ignores masked letters inside an allowed phrase', () => {
    const cats = new WordFilter([{ id: 'pussy', text: 'pussy' }], ['pussy cat']);
    expect(cats.find('a p*ssy cat')).toEqual([]);
    expect(cats.find('a p*ssy')).toHaveLength(1);
  });
});

describe('WordFilter for terms with punctuation', () => {
  const phrases = new WordFilter(['nude; child*', 'blow job'].map((text) => ({ id: text, text })));

  it.each(['nude, child', 'nude child', 'a nude,children', 'ｎｕｄｅ；child', '(nude:1.2), child'])(
    '[S10] finds %s',
    (text) => {
      expect(phrases.find(text).map(({ termId }) => termId)).toEqual(['nude; child*']);
    },
  );

  it.each(['nude statue, child', 'a blow, job', 'denude, childish'])('[S10] ignores %s', (text) => {
    expect(phrases.find(text)).toEqual([]);
  });
});
