import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Rejection } from '../../shared/api/rejection.js';
import type { RequestedChange } from '../messages/message-change.js';
import type { OutboxItem } from './outbox.js';
import { createFakeBrowser, sentTexts, settled, FakeTab } from './outbox.fixture.js';

const value = (emoji: string): RequestedChange => ({
  type: 'chat.reacted',
  payload: { messageId: 'm', emoji, user: { id: 'ana', name: 'Ana' }, on: true },
});
const edited = (text: string): RequestedChange => ({
  type: 'chat.edited',
  payload: { messageId: 'm', text, editedAt: 1 },
});
describe('pending messages', () => {
  it('show at once and are sent in order when there is a connection', async () => {
    const { server, tab } = await createFakeBrowser();
    for (const text of ['one', 'two', 'three']) tab.outbox.add('ana', 'r', { text });
    expect(tab.texts).toEqual(['one', 'two', 'three']);
    await settled();
    expect(sentTexts(server)).toEqual([]);
    tab.connect('ana');
    await settled();
    expect(sentTexts(server)).toEqual(['one', 'two', 'three']);
    expect(tab.texts).toEqual([]);
  });

  it('survive a reload and appear in every tab', async () => {
    const { browser, server, tab } = await createFakeBrowser();
    tab.outbox.add('ana', 'r', { text: 'kept' });
    await settled();
    browser.close(tab);
    const [retry, other] = [await browser.open(), await browser.open()];
    expect([retry.texts, other.texts]).toEqual([['kept'], ['kept']]);
    retry.connect('ana');
    other.connect('ana');
    await settled();
    expect(sentTexts(server)).toEqual(['kept']);
    expect([retry.texts, other.texts, browser.stored.size]).toEqual([[], [], 0]);
  });

  it('are never sent by another user', async () => {
    const { server, tab } = await createFakeBrowser();
    tab.outbox.add('ana', 'r', { text: 'mine' });
    tab.connect('bo');
    await settled();
    expect(sentTexts(server)).toEqual([]);
    tab.connect('ana');
    await settled();
    expect(server.log).toMatchObject([{ userId: 'ana', text: 'mine' }]);
  });

  it('are sent once when the response is lost, and are retried after temporary errors', async () => {
    const { server, tab } = await createFakeBrowser();
    server.loseAnswers = 1;
    tab.connect('ana');
    tab.outbox.add('ana', 'r', { text: 'one' });
    tab.outbox.add('ana', 'r', { text: 'two' });
    await settled();
    expect([sentTexts(server), tab.texts, tab.asksAgain]).toEqual([['one'], ['one', 'two'], true]);
    await tab.outbox.send();
    await settled();
    expect([sentTexts(server), tab.texts]).toEqual([['one', 'two'], []]);
  });

  it('stay with the reason when rejected, block nothing, and can be retried or discarded', async () => {
    const { browser, server, tab } = await createFakeBrowser();
    server.reject = new Rejection('ROOMS_MUTED');
    tab.connect('ana');
    tab.outbox.add('ana', 'r', { text: 'one' });
    tab.outbox.add('ana', 'r', { text: 'two' });
    await settled();
    expect(tab.outbox.list).toMatchObject([
      { text: 'one', state: 'rejected', rejection: { code: 'ROOMS_MUTED' } },
      { text: 'two', state: 'rejected' },
    ]);
    const other = await browser.open();
    expect(other.outbox.list[0]).toMatchObject({ state: 'rejected', rejection: { code: 'ROOMS_MUTED' } });
    server.reject = null;
    const [one, two] = tab.outbox.list;
    other.outbox.discard(String(two?.clientId));
    tab.outbox.retry(String(one?.clientId));
    await settled();
    expect([sentTexts(server), tab.texts, other.texts]).toEqual([['one'], [], []]);
  });

  it('[W12] that change no text are discarded on rejection and reported in every tab; rejected edits stay in place', async () => {
    const { browser, server, tab } = await createFakeBrowser();
    const other = await browser.open();
    server.reject = new Rejection('CHAT_MESSAGE_DELETED');
    tab.connect('ana');
    tab.outbox.add('ana', 'r', { change: value('🔥') });
    tab.outbox.add('ana', 'r', { change: edited('otherwise') });
    await settled();
    const reply = ['chat.reacted 🔥: CHAT_MESSAGE_DELETED', 'chat.edited m: CHAT_MESSAGE_DELETED'];
    for (const { rejections, texts } of [tab, other]) {
      expect(rejections).toEqual(reply);
      expect(texts).toEqual(['chat.edited m']);
    }
    expect([...browser.stored.values()]).toMatchObject([{ state: 'rejected', change: edited('otherwise') }]);
    const later = await browser.open();
    expect([later.rejections, later.texts]).toEqual([[], ['chat.edited m']]);
  });

  it('stay visible until the room log has them, in each tab on its own', async () => {
    const { browser, server, tab } = await createFakeBrowser();
    const behind = await browser.open();
    behind.isRoomOpen = true;
    tab.isRoomOpen = true;
    tab.connect('ana');
    tab.outbox.add('ana', 'r', { text: 'one' });
    tab.outbox.add('ana', 'r', { text: 'two' });
    await settled();
    expect([sentTexts(server), tab.texts]).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
    const other = await browser.open();
    expect(other.texts).toEqual([]);
    tab.outbox.settle(String(tab.outbox.list[0]?.clientId), 'r', 1);
    expect(tab.texts).toEqual(['two']);
    await settled();
    expect(behind.texts).toEqual(['one', 'two']);
    tab.outbox.settleUpTo('r', 2);
    expect(tab.texts).toEqual([]);
    behind.outbox.settleUpTo('r', 2);
    expect(behind.texts).toEqual([]);
  });

  it('do not flicker in a tab that misses them in storage before the broadcast, and disappear even without one', async () => {
    const { browser, server, tab } = await createFakeBrowser();
    tab.outbox.add('ana', 'r', { text: 'one' });
    const other = await browser.open();
    await settled();
    browser.isMute = true;
    tab.connect('ana');
    other.connect('ana');
    await settled();
    expect([sentTexts(server), tab.texts, other.texts, other.asksAgain]).toEqual([['one'], [], ['one'], true]);
    browser.clock += 10_000;
    await other.outbox.send();
    expect([sentTexts(server), other.texts]).toEqual([['one'], []]);
  });

  it('[W12] stay in a tab that missed them in storage and then got the broadcast, until its log has them', async () => {
    const { browser, tab } = await createFakeBrowser();
    tab.outbox.add('ana', 'r', { text: 'one' });
    const other = await browser.open();
    other.isRoomOpen = true;
    await settled();
    const [item] = tab.outbox.list;
    const clientId = String(item?.clientId);
    browser.stored.clear();
    other.connect('ana');
    await settled();
    const event = browser.fakeServer.take('ana', item as OutboxItem);
    other.outbox.receiveFromTab({ kind: 'sent', clientId, event });
    browser.clock += 10_000;
    await other.outbox.send();
    expect(other.texts).toEqual(['one']);
    other.outbox.settle(clientId, 'r', event.seq);
    expect(other.texts).toEqual([]);
  });

  it('last as long as the page if the browser has no storage', async () => {
    const { browser, server, tab } = await createFakeBrowser();
    browser.breakStorage = true;
    tab.outbox.add('ana', 'r', { text: 'one' });
    await settled();
    expect(tab.texts).toEqual(['one']);
    tab.connect('ana');
    await settled();
    expect([sentTexts(server), tab.texts]).toEqual([['one'], []]);
  });

  it('[W11][W12] are all sent once, in order, by their author, for any tabs, connections, and responses', async () => {
    const step = fc.record({
      kind: fc.constantFrom('say', 'say', 'react', 'cut', 'connect', 'reload', 'loseAnswer', 'loseQuestion', 'breathe'),
      tab: fc.nat(2),
      who: fc.constantFrom('ana', 'bo'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
        const { browser, server } = await createFakeBrowser();
        await browser.open();
        await browser.open();
        const written: Record<string, string[]> = { ana: [], bo: [] };
        for (const [i, { kind, tab: place, who }] of steps.entries()) {
          browser.clock += 1;
          const tab = browser.tabs[place] as FakeTab;
          if (kind === 'say' || kind === 'react') {
            const what = kind === 'say' ? { text: `${who} ${i}` } : { change: value(`${who} ${i}`) };
            tab.outbox.add(who, 'r', what);
            written[who]?.push(kind === 'say' ? `${who} ${i}` : `chat.reacted ${who} ${i}`);
            // Items that are not stored yet are lost with the tab: a reload takes longer than storing.
            await settled();
          } else if (kind === 'connect') tab.connect(who);
          else if (kind === 'cut') tab.connect(null);
          else if (kind === 'loseAnswer') server.loseAnswers = 1;
          else if (kind === 'loseQuestion') server.loseQuestions = 1;
          else if (kind === 'breathe') await settled();
          else {
            browser.close(tab);
            await browser.open();
          }
        }
        [server.loseAnswers, server.loseQuestions] = [0, 0];
        for (const who of ['ana', 'bo']) {
          for (const tab of browser.tabs) tab.connect(who);
          await settled();
          expect(server.log.filter(({ userId }) => userId === who).map(({ text }) => text)).toEqual(written[who]);
        }
        // If a tab closes before it broadcasts that an item was sent, the other tabs notice it later.
        browser.clock += 10_000;
        for (const tab of browser.tabs) await tab.outbox.send();
        expect(browser.tabs.map((tab) => tab.texts)).toEqual([[], [], []]);
        expect(browser.stored.size).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
