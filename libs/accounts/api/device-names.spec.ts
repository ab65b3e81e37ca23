import { describe, expect, it } from '@jest/globals';
import { cpuMsOf } from '../../../tests/support/cpu-time.js';
import { deviceNames } from './device-names.js';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';

describe('deviceNames', () => {
  it.each([
    [`${WINDOWS} Chrome/126.0.0.0 Safari/537.36`, 'Chrome 126', 'Windows', 'computer'],
    [`${WINDOWS} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87`, 'Microsoft Edge 126', 'Windows', 'computer'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'Firefox 127', 'Linux', 'computer'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      ...(['Safari 17', 'iOS', 'phone'] as const),
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      ...(['Safari 17', 'iOS', 'tablet'] as const),
    ],
    ['', null, null, 'computer'],
    ['\u0000<script>', null, null, 'computer'],
  ])('[A20] deviceNames names %s', (userAgent, browser, system, device) => {
    expect(deviceNames(userAgent)).toEqual({ browser, system, device });
  });

  it('[A20] deviceNames parses a hostile user agent in under 200 ms of CPU time', () => {
    for (const piece of ['a', '(', 'Mozilla/5.0 ', 'Version/1.', ' (Linux; Android ']) {
      expect(cpuMsOf(() => deviceNames(piece.repeat(400).slice(0, 400)))).toBeLessThan(200);
    }
  });
});
