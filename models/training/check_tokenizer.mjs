// Holds the training's tokenizer against the one a JavaScript engine uses, on odd input.
// Usage: python3 -m training.tokenizer --ids | node check_tokenizer.mjs <folder with node_modules>
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [modules] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const { Tokenizer } = require('@huggingface/tokenizers');
const folder = new URL('../visionary-mini/tokenizer/', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const tokenizer = new Tokenizer(read('tokenizer.json'), read('tokenizer_config.json'));
const LENGTH = 32;

// The library applies neither truncation nor padding: the caller does, as tokenizer.json states them.
function encode(text) {
  const ids = tokenizer.encode(text).ids;
  const kept = ids.length > LENGTH ? [...ids.slice(0, LENGTH - 1), ids.at(-1)] : ids;
  return [...kept, ...Array(LENGTH - kept.length).fill(0)];
}

let wrong = 0;
const cases = JSON.parse(readFileSync(0, 'utf8'));
for (const { text, ids } of cases) {
  const here = encode(text);
  if (here.join() === ids.join()) continue;
  wrong += 1;
  console.log(JSON.stringify(text), '\n  training', ids.join(' '), '\n  node    ', here.join(' '));
}
console.log(`${cases.length - wrong} of ${cases.length} texts agree`);
process.exitCode = wrong ? 1 : 0;
