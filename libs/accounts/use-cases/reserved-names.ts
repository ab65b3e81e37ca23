import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { styledLetter, toSimplified } from '@visionary/word-filter/normalization';
import unhomoglyph from 'unhomoglyph';
import { nameKeysOrNull } from './name-keys.js';

/** Roles and offices that users would trust, and what the interface shows for users without a name. Chinese is simplified. */
const ROLES = [
  ...['admin', 'admins', 'administrator', 'administration', 'sysadmin', 'superadmin', 'root', 'sysop', 'superuser'],
  ...['mod', 'mods', 'moderator', 'moderators', 'moderation', 'operator', 'webmaster', 'postmaster', 'hostmaster'],
  ...['support', 'system', 'official', 'officials', 'staff', 'helpdesk', 'customerservice', 'security', 'noreply'],
  ...['everyone', 'deleteduser', 'visitor'],
  ...[
    '管理',
    '管理员',
    '系统',
    '官方',
    '客服',
    '版主',
    '版务',
    '站长',
    '审核',
    '审核员',
    '运维',
    '运营',
    '网管',
    '超管',
  ],
  ...['访客', '已注销用户'],
  ...['管理者', '運営', '관리자', '운영자', 'админ', 'администратор', 'модератор'],
  ...['administrador', 'administrateur', 'moderador', 'modérateur', 'soporte'],
] as const;

/** Roles that nobody else is called, so that they are reserved as one word among others, too: `Admin Bob`, but not `Support Bob`. */
const ROLES_OF_PERSONS = [
  ...[
    'admin',
    'admins',
    'administrator',
    'administrators',
    'sysadmin',
    'superadmin',
    'moderator',
    'moderators',
    'webmaster',
    'sysop',
  ],
  ...['official', 'officials', 'helpdesk', '管理者', '運営', '관리자', '운영자', 'админ', 'администратор', 'модератор'],
  ...['administrador', 'administrateur', 'moderador', 'modérateur'],
] as const;

/** Chinese roles that a name begins with: 管理员小王. 管理 and 系统 begin other words, too. */
const CHINESE_TITLES = [
  '管理员',
  '官方',
  '客服',
  '版主',
  '站长',
  '审核员',
  '超管',
  '网管',
  '管理组',
  '管理团队',
  '系统通知',
  '运营团队',
] as const;
/** Who speaks to somebody in such a role, or has something of theirs: 管理员别封我, 站长的猫. */
const ADDRESSES = /^(?:[别不请求饶你]|加油|的(?!.*[号官服]))/u;

/** Words that leave the meaning of a role as it is: `the real admin`, `官方客服中心`. */
const FILLERS = [
  ...['the', 'real', 'true', 'team', 'site', 'server', 'service', 'account', 'bot', 'help', 'desk', 'center', 'centre'],
  ...['head', 'chief', 'super', 'global', 'user', 'info', 'news', 'notice', 'hq', 'of', 'by', 'x', 'xx'],
  ...[
    '团队',
    '小组',
    '中心',
    '通知',
    '消息',
    '公告',
    '账号',
    '帐号',
    '助手',
    '人员',
    '专员',
    '服务',
    '在线',
    '本站',
    '网站',
  ],
  ...[
    '平台',
    '超级',
    '总',
    '组',
    '号',
    '员',
    '人工',
    '售后',
    '小妹',
    '小姐',
    '小哥',
    '我是',
    '专属',
    '首席',
    '值班',
    '的',
  ],
  ...['tech', 'technical', 'customer', 'live', 'online', 'from', 'at'],
] as const;

const PRODUCT = ['visionary', 'visionaryai', 'visionaryapp'];

/** Parts of a host that don't name the instance. */
const COMMON_LABELS: ReadonlySet<string> = new Set(['www', 'app', 'com', 'net', 'org', 'localhost']);
const MIN_LABEL_LENGTH = 3;

const LEET: Readonly<Record<string, string>> = { 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' };

/** Letters that only a reserved name is read by: mirrored small capitals, as which UTS 39 reads some Cyrillic letters. */
const MIRRORED: Readonly<Record<string, string>> = { ʍ: 'm', ᴎ: 'n', ᴙ: 'r', ĸ: 'k' };

/** Chinese characters that differ in a stroke or two. They are too common to be one character for the uniqueness of names. */
const SIMILAR: Readonly<Record<string, string>> = { 宫: '官', 菅: '官', 管: '官', 贠: '员' };

const simplifiedForms = new Map<string, string>();

/** Remembered: the conversion is slow, and the list of users with reserved names reads every name. */
const simplified = (character: string): string => {
  const known = simplifiedForms.get(character);
  if (known !== undefined) return known;
  const simple = toSimplified(character);
  const similar = SIMILAR[simple] ?? simple;
  simplifiedForms.set(character, similar);
  return similar;
};

/** What is left of a name when only its letters count. I, l and 1 are one letter here, like cl and d, and y and v. */
const lettersOf = (folded: string): string =>
  unhomoglyph(
    unhomoglyph(folded).replace(/\P{ASCII}/gu, (letter) => styledLetter(letter) ?? MIRRORED[letter] ?? letter),
  )
    .toLowerCase()
    .replace(/[l1|!]/gu, 'i')
    .replace(/ci/gu, 'd')
    .replace(/y/gu, 'v')
    .replace(/[^\p{L}\p{M}]/gu, '')
    .replace(/\p{Script=Han}/gu, simplified);

const withoutLeet = (name: string): string => name.replace(/[03457@$]/gu, (sign) => LEET[sign] ?? sign);

/** The ways to read a name: digits and signs as letters, those at its ends as decoration, and all as decoration. */
const readingsOf = (name: string): string[] => {
  // NFKC makes letters of these marks.
  const unmarked = name.replace(/[™℠]/gu, '').normalize('NFKC');
  const readings = new Set([
    withoutLeet(unmarked),
    withoutLeet(unmarked.replace(/^[\p{N}\s_.|!-]+|[\p{N}\s_.|!-]+$/gu, '')),
    unmarked.replace(/[\p{N}|!]+/gu, ''),
  ]);
  return [...readings].flatMap((reading) => {
    const keys = nameKeysOrNull(reading);
    return keys ? [lettersOf(keys.folded), lettersOf(keys.plain)] : [];
  });
};

const hostNames = (publicUrl: string | undefined): string[] => {
  if (publicUrl === undefined) return [];
  const { hostname } = new URL(publicUrl);
  // An address has no name.
  if (/^[\d.]+$|:/.test(hostname)) return [];
  const labels = hostname.split('.').slice(0, -1);
  return [hostname, ...labels.filter((label) => label.length >= MIN_LABEL_LENGTH && !COMMON_LABELS.has(label))];
};

/** Brackets and other signs put a role beside a name: `Bob (Support)`, 小王·客服. */
const SIGNS = /[()[\]{}<>（）［］【】「」《》|/\\·•:：,，、~～★☆✓✔✅]+| +[-–—] +/u;
const SPACES = /[\s._–—-]+|(?<=\p{Ll})(?=\p{Lu})/u;
/** Somebody from an office: `Bob from Support`. */
const FROM_OFFICE = /(?<=\s(?:from|at|of|@)\s+).+$/iu;
const HAN = /\p{Script=Han}/u;

/** `A d m i n Bob` as `Admin Bob`. */
const joinLetters = (name: string): string =>
  name.replace(/(?<![\p{L}\p{N}])\p{L}(?:[\s._-]\p{L}(?![\p{L}\p{N}])){2,}/gu, (letters) =>
    letters.replace(/[\s._-]/gu, ''),
  );

/**
 * Names that pass for the instance or someone who runs it. Only admins can use them. A name is reserved when it consists
 * of nothing but reserved words, fillers, digits and signs, and when it gives a person such a role.
 */
@Injectable()
export class ReservedNames {
  private readonly reserved: readonly string[];
  private readonly fillers: readonly string[];
  private readonly roles: ReadonlySet<string>;
  private readonly titles: readonly string[];

  constructor(config: Config) {
    const wordsOf = (names: readonly string[]) => [...new Set(names.flatMap(readingsOf))].filter((word) => word !== '');
    this.reserved = wordsOf([...ROLES, ...PRODUCT, ...hostNames(config.publicUrl)]);
    this.fillers = wordsOf(FILLERS);
    this.roles = new Set(wordsOf(ROLES_OF_PERSONS));
    this.titles = wordsOf(CHINESE_TITLES);
  }

  has(name: string): boolean {
    const readings = readingsOf(name);
    if (readings.some((letters) => this.isReserved(letters))) return true;
    // Reading each word is slow, and the list of users with reserved names reads every name.
    if (!readings.some((letters) => this.reserved.some((word) => letters.includes(word)))) return false;
    return [...new Set([name, joinLetters(name.normalize('NFKC'))])].some((one) => this.hasRole(one));
  }

  /** @throws Rejection ACCOUNTS_NAME_RESERVED */
  reject(name: string): void {
    if (this.has(name)) throw new Rejection('ACCOUNTS_NAME_RESERVED');
  }

  /** Whether the whole name is one. */
  private isOffice(name: string): boolean {
    return readingsOf(name).some((letters) => this.isReserved(letters));
  }

  /** Whether the name gives a person a role. */
  private hasRole(name: string): boolean {
    const [office] = FROM_OFFICE.exec(name) ?? [];
    if (office !== undefined && this.isOffice(office)) return true;
    const words = name.split(SPACES).flatMap((word) => [word, ...word.split(SIGNS)]);
    if (words.some((word) => readingsOf(word).some((letters) => this.roles.has(letters)))) return true;
    const parts = [...name.split(SIGNS), ...words.filter((word) => HAN.test(word))];
    if (parts.length > 1 && parts.some((part) => this.isOffice(part))) return true;
    return HAN.test(name) && readingsOf(name).some((letters) => this.startsWithTitle(letters));
  }

  /** Also after fillers and the name of the instance: 本站客服小王. */
  private startsWithTitle(letters: string): boolean {
    const starts = new Set([0]);
    for (const at of starts) {
      const title = this.titles.find((word) => letters.startsWith(word, at));
      if (title !== undefined && !ADDRESSES.test(letters.slice(at + title.length))) return true;
      for (const word of [...this.fillers, ...this.reserved]) {
        if (letters.startsWith(word, at)) starts.add(at + word.length);
      }
    }
    return false;
  }

  /** Whether `letters` is a row of words with a reserved one among them. */
  private isReserved(letters: string): boolean {
    /** Per position: false when fillers lead there, true when a reserved word is among the words. */
    const reached = new Map([[0, false]]);
    for (let at = 0; at < letters.length; at++) {
      const before = reached.get(at);
      if (before === undefined) continue;
      const advance = (words: readonly string[], isReserved: boolean) => {
        for (const word of words) {
          if (!letters.startsWith(word, at)) continue;
          const end = at + word.length;
          reached.set(end, before || isReserved || reached.get(end) === true);
        }
      };
      advance(this.fillers, false);
      advance(this.reserved, true);
    }
    return reached.get(letters.length) === true;
  }
}
