/** A client in a separate process: downloads a URL several times at once, and reports time and content. */
import { createHash } from 'node:crypto';
import { Agent, get } from 'node:http';

const [url, times, hashes] = [process.argv[2], Number(process.argv[3]), process.argv[4] === 'hash'];
const agent = new Agent({ maxSockets: Infinity });

const take = () =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      const hash = hashes ? createHash('sha256') : null;
      let bytes = 0;
      answer.on('data', (chunk) => {
        bytes += chunk.length;
        hash?.update(chunk);
      });
      answer.on('end', () => resolve({ status: answer.statusCode, bytes, sha256: hash?.digest('hex') }));
      answer.on('error', reject);
    }).on('error', reject);
  });

const from = performance.now();
const all = await Promise.all(Array.from({ length: times }, take));
const ms = performance.now() - from;
const kinds = [...new Set(all.map((one) => JSON.stringify(one)))].map((one) => JSON.parse(one));
process.stdout.write(JSON.stringify({ ms, kinds }));
