import { run } from './command-line.js';

const { code, stdout, stderr } = await run(process.argv.slice(2), process.env);
if (stdout !== undefined) console.log(stdout);
if (stderr !== undefined) console.error(stderr);
// A command can have set its own exit code.
if (code !== 0) process.exitCode = code;
