/** What is found fault with, by its place in the feed: in the words of either language, as on a server that users share. */
const REPORTS = [
  { reason: 'Violent or graphic', words: 'Looks like blood in the water to me.' },
  { reason: 'Stolen work', words: '这是别人三月份发过的那张。' },
  { reason: 'Sexual content without the right rating', words: '' },
];

/** Somebody whose page is in English reports some images of the feed, so that those who moderate have something to look at. */
export async function reportPictures(page) {
  const { posts } = await (await page.request.get('/api/posts')).json();
  for (const [at, { reason, words }] of REPORTS.entries()) {
    await page.goto(`/p/${posts[at].id}`);
    await page.getByRole('button', { name: 'Report', exact: true }).first().click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByRole('radio', { name: reason }).check();
    await dialog.getByRole('textbox').fill(words);
    await dialog.getByRole('button', { name: 'Report' }).click();
    await dialog.waitFor({ state: 'detached' });
  }
}
