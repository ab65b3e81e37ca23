import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

const NODE = realpathSync(process.execPath);

/** User and system time of all threads of a process so far; the kernel counts in hundredths of a second. */
export function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The peak resident memory of a process, in bytes. */
export function peakBytes(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) * 1024;
}

/** The renderer that a server started. */
export const rendererOf = (serverPid) => programOf(childOf(serverPid, 'renderer/src/main.js'));
/** The image checker that a renderer started; NaN where there is none. */
export const imageCheckerOf = (rendererPid) => childOf(rendererPid, 'image-checker/src/main.js');

/** The program inside of a sandbox, by the outermost process around it. */
export function programOf(pid) {
  let at = pid;
  while (Number.isInteger(at) && readlinkSync(`/proc/${at}/exe`) !== NODE) {
    at = Number(readFileSync(`/proc/${at}/task/${at}/children`, 'utf8').split(' ')[0] || NaN);
  }
  return at;
}

function childOf(parentPid, script) {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === parentPid);
  return Number(children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script)));
}

function parentOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]);
  } catch {
    return 0;
  }
}
