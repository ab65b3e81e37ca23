import { describe, expect, it } from '@jest/globals';
import type { NotificationView } from '@visionary/contract';
import { isNegative } from './is-negative.js';

const about = { id: 'n', at: 0, isRead: false, text: '', mayAppeal: false };
const subject = { kind: 'post' as const, title: 'Fox' };

describe('[B182] negative notifications', () => {
  const reply: [NotificationView, boolean][] = [
    [{ ...about, kind: 'decision', decision: 'remove', subject }, true],
    [{ ...about, kind: 'decision', decision: 'ban', subject }, true],
    [{ ...about, kind: 'decision', decision: 'restore', subject }, false],
    [{ ...about, kind: 'appealDecided', decision: 'remove', outcome: 'denied', subject }, true],
    [{ ...about, kind: 'appealDecided', decision: 'remove', outcome: 'granted', subject }, false],
    [{ ...about, kind: 'reportDecided', decision: 'remove', subject }, false],
    [{ ...about, kind: 'lentRendererBanned', renderer: { id: 'r', name: 'PC' } }, true],
    [{ ...about, kind: 'lentRendererAccepted', renderer: { id: 'r', name: 'PC' } }, false],
  ];
  it.each(reply)('have no check mark: %j', (notification, bad) => {
    expect(isNegative(notification)).toBe(bad);
  });
});
