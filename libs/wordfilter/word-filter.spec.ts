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
const found = (text: string): string[] => filter.find(text).map(({ termId }) => termId);

describe('what is no listed word', () => {
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
    'the pen is on the table',
    'an analogue clock',
    '红色，情侣',
    '路口 交通',
  ])('[S1] %s', (text) => {
    expect(filter.find(text)).toEqual([]);
  });
});

describe('what is a listed word all the same', () => {
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
    ['f̶u̶c̶k̶', 'fuck'],
    ['fυсk', 'fuck'],
    ['fuuuuck', 'fuck'],
    ['(fu:1.1)ck', 'fuck'],
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
  ])('[S2] %s', (text, term) => {
    expect(found(text)).toContain(term);
  });
});
