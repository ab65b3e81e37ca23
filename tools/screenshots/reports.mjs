/** Reports by position in the feed, in both languages as on a shared server. */
const REPORTS = [
  { reason: 'Violent or graphic', comment: 'Looks like blood in the water to me.' },
  { reason: 'Stolen work', comment: '这是别人三月份发过的那张。' },
  { reason: 'Sexual content without the right rating', comment: '' },
];

/** Reports some images of the feed, so that the moderation page has cases. The page must be in English. */
export async function reportImages(page) {
  const { posts } = await (await page.request.get('/api/posts')).json();
  for (const [index, { reason, comment }] of REPORTS.entries()) {
    await page.goto(`/p/${posts[index].id}`);
    await page.getByRole('button', { name: 'Report', exact: true }).first().click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByRole('radio', { name: reason }).check();
    await dialog.getByRole('textbox').fill(comment);
    await dialog.getByRole('button', { name: 'Report' }).click();
    await dialog.waitFor({ state: 'detached' });
  }
}
