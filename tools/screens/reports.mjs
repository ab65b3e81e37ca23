/** What is found fault with, by its place in the feed: in the words of either language, as on a server that people share. */
const REPORTS = [
  { reason: 'Violent or cruel', words: 'Looks like blood in the water to me.' },
  { reason: 'Somebody else’s work, without permission', words: '这是别人三月份发过的那张。' },
  { reason: 'Sexual, and not marked so', words: '' },
];

/** Somebody whose page is in English reports some pictures of the feed, so that those who moderate have something to look at. */
export async function reportPictures(page) {
  const { posts } = await (await page.request.get('/api/posts')).json();
  for (const [at, { reason, words }] of REPORTS.entries()) {
    await page.goto(`/p/${posts[at].id}`);
    await page.getByRole('button', { name: 'Report', exact: true }).first().click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByRole('radio', { name: reason }).check();
    await dialog.getByRole('textbox').fill(words);
    await dialog.getByRole('button', { name: 'Report it' }).click();
    await dialog.waitFor({ state: 'detached' });
  }
}
