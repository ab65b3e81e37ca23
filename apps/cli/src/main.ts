import { run } from './command-line.js';

const { code, said, complained } = await run(process.argv.slice(2), process.env);
if (said !== undefined) console.log(said);
if (complained !== undefined) console.error(complained);
// A command may have set another one.
if (code !== 0) process.exitCode = code;
