import { describe, expect, it } from '@jest/globals';
import { run } from './command-line.js';

const english = { LANG: 'C.UTF-8' };
const chinese = { LANG: 'zh_CN.UTF-8' };

describe('visionary COMMAND --help', () => {
  it('[T26] shows the help of this command only', async () => {
    const { stdout: models } = await run(['models', '--help'], english);
    expect(models).toContain('visionary models export');
    expect(models).not.toContain('visionary backup');
    expect((await run(['render', '--help'], english)).stdout).toMatch(
      /^ {2}visionary render[^]+\n\nOptions of render\n/,
    );
    expect((await run(['dance', '--help'], english)).stdout).toBe((await run([], english)).stdout);
  });

  it('[T26] names the keys and options of lend, in the language of the terminal', async () => {
    const { stdout: inEnglish } = await run(['lend', '--help'], english);
    expect(inEnglish).toMatch(
      /--token-file FILE[^]+--cards LIST[^]+--never-pause[^]+\n {2}p +pause[^]+\n {2}q, Ctrl\+C +stop/,
    );
    const { stdout: inChinese } = await run(['lend', '-h'], chinese);
    expect(inChinese).toMatch(
      /--token-file FILE[^]+--cards LIST[^]+--never-pause[^]+\n {2}p +暂停[^]+\n {2}q、Ctrl\+C +停止/,
    );
  });

  it.each([
    [['--fast', 'x'], 'There is no option --fast. Options: --token-file, --cards, --never-pause.'],
    [['x', '--cards'], '--cards needs a value: --cards=VALUE.'],
    [['x', '--cards', '--never-pause'], '--cards needs a value: --cards=VALUE.'],
    [['x', '--never-pause=yes'], '--never-pause takes no value.'],
    [['x', 'y'], 'lend needs the address of one server, such as https://art.example.'],
  ])('[T26] says in a sentence what is wrong with lend %j', async (args, sentence) => {
    const { code, stderr } = await run(['lend', ...args], english);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${sentence}\nSee npx visionary lend --help.` });
  });

  it('[T26] says it in Chinese, too', async () => {
    const { stderr } = await run(['lend', '--fast', 'x'], chinese);
    expect(stderr).toBe(
      '没有选项 --fast。可用的选项：--token-file、--cards、--never-pause。\n用法见 npx visionary lend --help。',
    );
    expect((await run(['lend'], chinese)).stderr).toMatch(/^请写上一个服务器的地址/);
  });

  it('[T26] names the option as it was typed, and a surplus argument', async () => {
    expect((await run(['doctor', 'x'], english)).stderr).toMatch(
      /^"x" is one argument too many\.\nSee npx visionary doctor/,
    );
    expect((await run(['doctor', '-x'], english)).stderr).toMatch(/^There is no option -x\. Options: --lang, --json/);
  });
});
