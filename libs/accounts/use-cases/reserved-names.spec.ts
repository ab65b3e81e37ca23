import { describe, expect, it } from '@jest/globals';
import { readConfig } from '@visionary/platform/config';
import { ReservedNames } from './reserved-names.js';

describe('ReservedNames', () => {
  const names = new ReservedNames(readConfig({ PUBLIC_URL: 'https://paint.lantern-club.example' }));

  it.each([
    ...['admin', 'Administrator', 'ADMIN', 'MODERATOR', 'mod', 'Support', 'System', 'official', 'Visionary'],
    ...[
      '管理员',
      '管理員',
      '版主',
      '客服',
      '官方',
      '系统',
      '系統',
      '审核员',
      '站长',
      '官方客服',
      '系统通知',
      '管理员01',
    ],
    ...[
      'аdmin',
      'Adm1n',
      'admln',
      'admIn',
      'ａｄｍｉｎ',
      'a.d.m.i.n',
      'xX_admin_Xx',
      'ad\u0301min',
      '𝓪𝓭𝓶𝓲𝓷',
      '4dm1n',
      '@dmin',
    ],
    ...['admin 2', 'The Real Admin', 'Visionary Support Team', 'visi0nary', 'Vіsіоnаrу官方', '管-理-员', '超级管理员'],
    ...[
      'admin™',
      'Admin®',
      'admin|',
      '|admin|',
      'ADΜΙN',
      '官方號',
      '官方賬號',
      '客服團隊',
      '宮方',
      '官理员',
      '客服小妹',
    ],
    ...['ᴀᴅᴍɪɴ', 'ᴍᴏᴅᴇʀᴀᴛᴏʀ', 'ѕᴜᴘᴘᴏʀᴛ', '🅰🅳🅼🅸🅽', 'αԁмιи', 'aclmin', 'moclerator', 'Visionarv', 'Visionary AI'],
    ...['paint.lantern-club.example', 'Paint', 'Lantern Club', 'lanternclub official'],
  ])('[A28] %s is reserved', (name) => expect(names.has(name)).toBe(true));

  it.each([
    ...['Ann', 'Modesty', 'Model Maker', 'Adminton', 'Modou', 'Systemic Joy', 'visionary artist', 'Supporter of Elks'],
    ...[
      '小明',
      '操作系统爱好者',
      '非官方图集',
      '管理学徒',
      '客家人',
      '版画',
      'Room guest',
      'Rooty',
      'Example',
      'The Team',
    ],
    ...[
      'Admina',
      'Modesto',
      'Claude',
      'Clara',
      'Yves',
      'Roy',
      'Ivy',
      'Ian',
      'Aclan',
      'Modest',
      'Tim™',
      'AI',
      'Ann|Lee',
    ],
    ...[
      'Модест',
      'Том',
      'Вова',
      'Нина',
      'Ιωάννα',
      'ΜΑΡΙΑ',
      'ᴍᴏɴᴀ',
      '관우',
      '関',
      '菅野',
      '小妹',
      '宫崎',
      '宮崎駿',
      '管仲',
      '关方',
      '方官',
    ],
    ...['1001', '_-_', 'x', '员', 'Max', 'Staffan', 'Amod', 'Sec 7'],
  ])('[A28] %s is not reserved', (name) => expect(names.has(name)).toBe(false));

  it('[A28] an address or no public URL reserves no names of hosts', () => {
    for (const url of ['http://192.168.1.20:3000', 'http://[::1]:3000', 'http://localhost:3000']) {
      expect(new ReservedNames(readConfig({ PUBLIC_URL: url })).has('localhost')).toBe(url.includes('localhost'));
    }
    expect(new ReservedNames(readConfig({})).has('Lantern Club')).toBe(false);
  });
});
