// Compares the tokenizer of the training with the one of the JavaScript engine, on unusual input.
// Usage: python3 -m training.tokenizer --ids | node check_tokenizer.mjs <folder with node_modules>
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [modules] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const { Tokenizer } = require('@huggingface/tokenizers');
const folder = new URL('tokenizer/', import.meta.url);
const readJson = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const tokenizer = new Tokenizer(readJson('tokenizer.json'), readJson('tokenizer_config.json'));
const LENGTH = 48;

// The library applies neither truncation nor padding: the caller does, as tokenizer.json specifies.
function encode(text) {
  const ids = tokenizer.encode(text).ids;
  const truncated = ids.length > LENGTH ? [...ids.slice(0, LENGTH - 1), ids.at(-1)] : ids;
  return [...truncated, ...Array(LENGTH - truncated.length).fill(0)];
}

let mismatches = 0;
const cases = JSON.parse(readFileSync(0, 'utf8'));
for (const { text, ids } of cases) {
  const actual = encode(text);
  if (actual.join() === ids.join()) continue;
  mismatches += 1;
  console.log(JSON.stringify(text), '\n  training', ids.join(' '), '\n  node    ', actual.join(' '));
}
console.log(`${cases.length - mismatches} of ${cases.length} texts agree`);
process.exitCode = mismatches ? 1 : 0;
