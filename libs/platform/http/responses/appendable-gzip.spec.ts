import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { gzipWithSuffix, deflatePrefix } from './appendable-gzip.js';

it.each([
  ['a short one', '{"posts":[]', ',"mine":{}}'],
  ['none', '{"posts":[]}', ''],
  ['one of two blocks', '狐狸'.repeat(40_000), 'x'.repeat(0xffff + 1)],
  ['one that fills its block', 'a'.repeat(70_000), 'x'.repeat(0xffff)],
])('deflated prefix and %s as the suffix form one gzip file', async (_what, prefix, suffix) => {
  const deflated = await deflatePrefix(Buffer.from(prefix));
  expect(gunzipSync(gzipWithSuffix(deflated, Buffer.from(suffix))).toString()).toBe(prefix + suffix);
});
