import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freshFolder } from '../../../tests/support/services.js';
import { readConfig, readWorkerConfig } from './config.js';

describe('readConfig', () => {
  it('[H1] defaults to embedded mode without any variables', () => {
    expect(readConfig({})).toMatchObject({
      mode: 'embedded',
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: `sqlite:${resolve('data/visionary.sqlite')}`,
      trustProxy: false,
      sessionTtlDays: 30,
    });
  });

  it('treats an empty value as not set', () => {
    expect(readConfig({ PORT: '', REDIS_URL: '' })).toEqual(readConfig({}));
  });

  it('[A24] reads how long an account is new; 0 means never', () => {
    expect(readConfig({}).newAccountHours).toBe(24);
    expect(readConfig({ NEW_ACCOUNT_LIMIT_HOURS: '0' }).newAccountHours).toBe(0);
    expect(() => readConfig({ NEW_ACCOUNT_LIMIT_HOURS: '-1' })).toThrow(/^NEW_ACCOUNT_LIMIT_HOURS must be/);
  });

  it('selects cluster mode when REDIS_URL is set', () => {
    const config = readConfig({ DATABASE_URL: 'mysql://u:p@db:3306/v', REDIS_URL: 'redis://cache:6379' });
    expect(config).toMatchObject({ mode: 'cluster', databaseUrl: 'mysql://u:p@db:3306/v' });
  });

  it('reads proxies as a number or as addresses', () => {
    expect(readConfig({ TRUST_PROXY: '1' }).trustProxy).toBe(1);
    expect(readConfig({ TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toEqual(['10.0.0.0/8', '::1']);
  });

  it.each([
    ['6G', 6144],
    ['1.5g', 1536],
    ['512M', 512],
    ['512', 512],
  ])('reads memory: %s is %d MiB', (setting, mebibytes) => {
    expect(readConfig({ RENDERER_MEMORY: setting }).rendererMemoryMiB).toBe(mebibytes);
  });

  it('reduces public URL and trusted origins to their origins', () => {
    const config = readConfig({
      PUBLIC_URL: 'https://art.example/',
      TRUSTED_ORIGINS: 'https://a.example/x, http://b:81',
    });
    expect(config.publicUrl).toBe('https://art.example');
    expect(config.trustedOrigins).toEqual(['https://a.example', 'http://b:81']);
  });

  it('[H40] reads a setting from the file that NAME_FILE names, unless NAME is set', () => {
    const file = join(freshFolder(), 'url');
    writeFileSync(file, 'mysql://u:p@db:3306/v\n');
    expect(readConfig({ DATABASE_URL_FILE: file }).databaseUrl).toBe('mysql://u:p@db:3306/v');
    expect(readConfig({ DATABASE_URL_FILE: file, DATABASE_URL: '' }).databaseUrl).toBe('mysql://u:p@db:3306/v');
    expect(readConfig({ DATABASE_URL_FILE: file, DATABASE_URL: 'mysql://x/y' }).databaseUrl).toBe('mysql://x/y');
    const missing = () => readConfig({ DATABASE_URL_FILE: `${file}-missing` });
    expect(missing).toThrow('DATABASE_URL_FILE must be a readable file (ENOENT).');
  });

  it('[S160] several classifiers are a list, and thresholds name the file of a class', () => {
    expect(readConfig({}).images.classifiers).toEqual(['built-in']);
    const { images } = readConfig({
      IMAGE_CLASSIFIER: 'built-in, /models/weapons-2.1.onnx',
      IMAGE_CHECK_THRESHOLDS: 'porn.held=0.9,weapons-2.1/porn.forbidden=0.5',
    });
    expect(images.classifiers).toEqual(['built-in', '/models/weapons-2.1.onnx']);
    expect(images.thresholds).toEqual({ porn: { held: 0.9 }, 'weapons-2.1/porn': { forbidden: 0.5 } });
  });

  it.each([
    ['PORT', '70000', 'a whole number from 0 to 65535'],
    ['PORT', 'http', 'a whole number'],
    ['DATABASE_URL', 'postgres://x/y', 'mysql://…'],
    ['PUBLIC_URL', 'art.example', 'http://… or https://…'],
    ['TRUSTED_ORIGINS', 'https://a.example,nonsense', 'http://… or https://…'],
    ['TRUST_PROXY', 'everyone', 'false, a number of proxies, or comma-separated addresses'],
    ['LOG_LEVEL', 'loud', 'fatal'],
    ['RENDERER_MEMORY', 'much', 'an amount of memory, such as 6G, 6144M, or 6144'],
    ['SESSION_TTL_DAYS', '0', 'a whole number from 1 to 400'],
    ['IMAGE_CLASSIFIER', 'builtin', 'built-in, or the paths of .onnx files, separated by commas'],
    ['IMAGE_CLASSIFIER', 'a/one.onnx,b/one.onnx', 'files with different names'],
  ])('[H2] rejects %s=%s with a sentence that names it', (name, value, expected) => {
    const start = () => readConfig({ [name]: value });
    expect(start).toThrow(new RegExp(`^${name} must be [^\\n]*\\.$`));
    expect(start).toThrow(expected);
  });

  it('[N1] worker starts without a database, but not without Redis', () => {
    expect(readWorkerConfig({ REDIS_URL: 'redis://cache' })).toMatchObject({ redisUrl: 'redis://cache' });
    expect(() => readWorkerConfig({ DATABASE_URL: 'mysql://u:p@db/v' })).toThrow('REDIS_URL must be redis://…');
  });

  it('[M42] selects a bucket when all its variables are set, and names a missing one', () => {
    const complete = {
      S3_ENDPOINT: 'https://s3.example',
      S3_BUCKET: 'art',
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: 'never shown',
    };
    expect(readConfig({}).s3).toBeUndefined();
    expect(readConfig(complete).s3).toMatchObject({ bucket: 'art', region: 'us-east-1', secret: 'never shown' });
    for (const name of Object.keys(complete)) {
      const start = () => readConfig({ ...complete, [name]: '' });
      expect(start).toThrow(new RegExp(`^S3_[A-Z]+ requires ${name}`));
      expect(start).not.toThrow(/never shown/);
    }
    expect(() => readConfig({ S3_BUCKET: '../art' })).toThrow(/^S3_BUCKET must be a bucket name/);
  });

  it('[H2] rejects a server without any renderer', () => {
    const settings = { RENDERER_ENABLED: 'false', LENDING: 'off' };
    expect(() => readConfig(settings)).toThrow('RENDERER_ENABLED=false requires REDIS_URL or LENDING');
    expect(readConfig({ RENDERER_ENABLED: 'false' }).rendererEnabled).toBe(false);
  });

  it('[H2] rejects Redis without a shared database', () => {
    expect(() => readConfig({ REDIS_URL: 'redis://cache' })).toThrow('REDIS_URL requires DATABASE_URL=mysql://…');
  });
});
