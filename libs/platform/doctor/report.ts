import { type Check, fillText, type FindingText, type Language, type Level } from './finding.js';
import type { DoctorFinding } from './findings.js';
import { type FindingCode, textsEn } from './texts.en.js';
import { textsZh } from './texts.zh.js';

const TEXTS: Readonly<Record<Language, Readonly<Record<FindingCode, FindingText>>>> = { en: textsEn, zh: textsZh };

const NAMES: Readonly<Record<Language, Readonly<Record<Check, string>>>> = {
  en: {
    machine: 'Machine',
    limits: 'Limits',
    space: 'Disk space',
    database: 'Database',
    redis: 'Redis',
    files: 'Files',
    clock: 'Clock',
    address: 'Address',
    models: 'Models',
    graphics: 'Graphics cards',
    renderer: 'Renderer',
    sandbox: 'Sandbox',
  },
  zh: {
    machine: '机器',
    limits: '系统限制',
    space: '磁盘空间',
    database: '数据库',
    redis: 'Redis',
    files: '文件存储',
    clock: '时钟',
    address: '访问地址',
    models: '模型',
    graphics: '显卡',
    renderer: '渲染器',
    sandbox: '沙箱',
  },
};

const MARKS: Readonly<Record<Level, string>> = { ok: '✓', warning: '!', problem: '✗' };

/** What a finding says in a language, and what to do. */
export const describeFinding = ({ code, values }: DoctorFinding, language: Language): FindingText => {
  const { message, advice } = TEXTS[language][code];
  return { message: fillText(message, values), ...(advice !== undefined && { advice: fillText(advice, values) }) };
};

/** One line per finding, with advice below it. */
export const formatReport = (findings: readonly DoctorFinding[], language: Language): string => {
  const width = Math.max(...Object.values(NAMES[language]).map(cellsOf));
  const lines = findings.flatMap((finding) => {
    const { message, advice } = describeFinding(finding, language);
    const name = NAMES[language][finding.check];
    const head = `${MARKS[finding.level]} ${name}${' '.repeat(width - cellsOf(name))}`;
    return [`${head}  ${message}`, ...(advice === undefined ? [] : [`${' '.repeat(width + 4)}→ ${advice}`])];
  });
  return lines.join('\n');
};

/** Chinese characters take two cells of a terminal. */
const cellsOf = (text: string): number =>
  [...text].reduce((cells, character) => cells + (/\p{Script=Han}/u.test(character) ? 2 : 1), 0);

/** For programs: the same findings with their texts. */
export const reportOf = (findings: readonly DoctorFinding[], language: Language) => ({
  isHealthy: findings.every(({ level }) => level !== 'problem'),
  findings: findings.map((finding) => ({ ...finding, ...describeFinding(finding, language) })),
});
