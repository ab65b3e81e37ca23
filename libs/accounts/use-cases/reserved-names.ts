import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import unhomoglyph from 'unhomoglyph';
import { foldNameOrNull } from './name-keys.js';

/** Roles and offices that users would trust, and what the interface shows for users without a name. */
const ROLES = [
  ...['admin', 'admins', 'administrator', 'administration', 'sysadmin', 'superadmin', 'root', 'sysop', 'superuser'],
  ...['mod', 'mods', 'moderator', 'moderators', 'moderation', 'operator', 'webmaster', 'postmaster', 'hostmaster'],
  ...['support', 'system', 'official', 'officials', 'staff', 'helpdesk', 'customerservice', 'security', 'noreply'],
  ...['everyone', 'deleteduser', 'visitor'],
  ...[
    '管理',
    '管理员',
    '管理員',
    '系统',
    '系統',
    '官方',
    '客服',
    '版主',
    '版務',
    '版务',
    '站长',
    '站長',
    '审核',
    '審核',
  ],
  ...['审核员', '審核員', '运维', '運維', '运营', '運營', '网管', '網管', '超管', '访客', '訪客', '已注销用户'],
  ...['管理者', '運営', '관리자', '운영자', 'админ', 'администратор', 'модератор'],
  ...['administrador', 'administrateur', 'moderador', 'modérateur', 'soporte'],
] as const;

/** Words that leave the meaning of a role as it is: `the real admin`, `官方客服中心`. */
const FILLERS = [
  ...['the', 'real', 'true', 'team', 'site', 'server', 'service', 'account', 'bot', 'help', 'desk', 'center', 'centre'],
  ...['head', 'chief', 'super', 'global', 'user', 'info', 'news', 'notice', 'hq', 'of', 'by', 'x', 'xx'],
  ...['团队', '團隊', '小组', '小組', '中心', '通知', '消息', '公告', '账号', '賬號', '帐号', '助手', '人员', '人員'],
  ...[
    '专员',
    '專員',
    '服务',
    '服務',
    '在线',
    '在線',
    '本站',
    '网站',
    '網站',
    '平台',
    '超级',
    '超級',
    '总',
    '總',
    '组',
    '号',
    '员',
  ],
] as const;

const PRODUCT = 'visionary';

/** Parts of a host that don't name the instance. */
const COMMON_LABELS: ReadonlySet<string> = new Set(['www', 'app', 'com', 'net', 'org', 'localhost']);
const MIN_LABEL_LENGTH = 3;

const LEET: Readonly<Record<string, string>> = { 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' };

/** What is left of a name when only its letters count. I, l and 1 are one letter here. */
const lettersOf = (folded: string): string =>
  unhomoglyph(folded)
    .toLowerCase()
    .replace(/[l1|!]/gu, 'i')
    .replace(/[^\p{L}\p{M}]/gu, '');

const withoutLeet = (name: string): string => name.replace(/[03457@$]/gu, (sign) => LEET[sign] ?? sign);

/** The ways to read a name: digits as letters, those at its ends as decoration, and all as decoration. */
const readingsOf = (name: string): string[] => {
  const plain = name.normalize('NFKC');
  const readings = [
    withoutLeet(plain),
    withoutLeet(plain.replace(/^[\p{N}\s_.-]+|[\p{N}\s_.-]+$/gu, '')),
    plain.replace(/\p{N}+/gu, ''),
  ];
  return readings.map((reading) => lettersOf(foldNameOrNull(reading) ?? ''));
};

const hostNames = (publicUrl: string | undefined): string[] => {
  if (publicUrl === undefined) return [];
  const { hostname } = new URL(publicUrl);
  // An address has no name.
  if (/^[\d.]+$|:/.test(hostname)) return [];
  const labels = hostname.split('.').slice(0, -1);
  return [hostname, ...labels.filter((label) => label.length >= MIN_LABEL_LENGTH && !COMMON_LABELS.has(label))];
};

/**
 * Names that pass for the instance or someone who runs it. Only admins can use them. A name is reserved when it consists
 * of nothing but reserved words, fillers, digits and signs.
 */
@Injectable()
export class ReservedNames {
  private readonly reserved: readonly string[];
  private readonly fillers: readonly string[];

  constructor(config: Config) {
    const wordsOf = (names: readonly string[]) => [...new Set(names.flatMap(readingsOf))].filter((word) => word !== '');
    this.reserved = wordsOf([...ROLES, PRODUCT, ...hostNames(config.publicUrl)]);
    this.fillers = wordsOf(FILLERS);
  }

  has(name: string): boolean {
    return readingsOf(name).some((letters) => this.isReserved(letters));
  }

  /** @throws Rejection ACCOUNTS_NAME_RESERVED */
  reject(name: string): void {
    if (this.has(name)) throw new Rejection('ACCOUNTS_NAME_RESERVED');
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
