import { describe, expect, it } from '@jest/globals';
import { bootApp } from '../support/app.js';
import { openUser } from '../support/browser.js';
import { DocumentClient, TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { publishModel } from '../support/published-models.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';

describe('a version that is removed while a room uses it', () => {
  it('[M78] [B130] is marked as unavailable for every member, and Render says what to do', async () => {
    const app = await bootApp({ modelsDir: TINY_MODELS });
    const mei = await openUser(app.url, 'Mei');
    const bo = await openUser(app.url, 'Bo');
    const { version } = await publishModel(app, { creator: mei.me.id, name: 'Ebb' });
    const room = await createRoom(mei);
    const live = await connect(app.url, mei.client.cookieHeader);
    const author = await DocumentClient.in(room.id, live);
    author.settings.set('model', version.useId);
    author.type('a boat on the sand');
    expect(await author.rejections()).toEqual([]);
    const pages = [mei, bo].map(({ page }) => new RoomPage(page));
    for (const one of pages) {
      await one.enter(room.id);
      await one.page.getByText('Ebb 1.0').first().waitFor();
      expect(await one.renderButton.getAttribute('aria-disabled')).toBeNull();
    }
    expect((await mei.client.delete(`/api/hub/versions/${version.id}`)).status).toBe(204);
    for (const { page, renderButton } of pages) {
      await page.getByText('This model was deleted or isn’t on this server. Choose another one to render.').waitFor();
      await page.getByText(/^“Ebb@1\.0” was deleted or isn’t on this server\. Choose another model/).waitFor();
      expect(await renderButton.getAttribute('aria-disabled')).toBe('true');
    }
  });
});
