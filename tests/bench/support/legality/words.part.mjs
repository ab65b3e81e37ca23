import { BUILT_IN_TERMS, WordFilter } from '../../../../dist/libs/word-filter/index.js';
import { CARRIERS, sentence } from '../../../support/words/clean-english.mjs';
import { choicesOf } from '../../../support/words/random-choices.mjs';
import { median, rounded } from '../figures.mjs';
import { madeTerms } from './made-terms.mjs';
import { worstTexts } from './worst-texts.mjs';

const TERMS = 100_000;
const BYTES = 100_000;
const ROUNDS = 15;
const PROMPT = 2000;

/** CPU time of this process, which does nothing else; the machine may. */
function cpuMs(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const medianCpuMs = (work, rounds = ROUNDS) => rounded(median(Array.from({ length: rounds }, () => cpuMs(work))), 3);

/**
 * CPU time of the word filter with 100,000 terms: building it, prompts per second, a keystroke in a prompt of 2,000
 * characters, and 100 kB of each worst-case text.
 */
export function measure() {
  const seed = Date.now() % 1e6;
  const choices = choicesOf(seed);
  const starters = BUILT_IN_TERMS.filter(({ action }) => action !== 'allow').map(({ text }) => text);
  const texts = [...new Set([...starters, ...madeTerms(TERMS - starters.length, choices)])];
  const allowed = BUILT_IN_TERMS.filter(({ action }) => action === 'allow').map(({ text }) => text);
  const terms = texts.map((text) => ({ id: text, text }));
  const heapBefore = process.memoryUsage.rss();
  let filter;
  const readyMs = rounded(cpuMs(() => (filter = new WordFilter(terms, allowed))));
  const rssMiB = rounded((process.memoryUsage.rss() - heapBefore) / 2 ** 20);
  const worst = Object.entries(worstTexts(texts, choices, BYTES)).map(([name, text]) => [
    name,
    medianCpuMs(() => filter.find(text)),
  ]);
  const prompts = Array.from({ length: 500 }, () => choices.pick(CARRIERS).replace('{}', () => sentence(choices.pick)));
  const promptsMs = medianCpuMs(() => prompts.forEach((prompt) => filter.find(prompt)));
  const long = prompts.join(', ').slice(0, PROMPT);
  return {
    ...{ seed, terms: terms.length, readyMs, rssMiB },
    textsPerSecond: Math.round(prompts.length / (promptsMs / 1000)),
    keystrokeMs: rounded(medianCpuMs(() => Array.from({ length: 100 }, () => filter.find(long))) / 100, 4),
    worstMs: Math.max(...worst.map(([, ms]) => ms)),
    worst: Object.fromEntries(worst),
  };
}
