/** The button that an arrow key moves to, in rows that wrap. */
export function nextInGrid(key: string, buttons: readonly HTMLElement[], from: number): HTMLElement | undefined {
  if (key === 'ArrowRight') return buttons[from + 1];
  if (key === 'ArrowLeft') return buttons[from - 1];
  if (key === 'Home') return buttons[0];
  if (key === 'End') return buttons.at(-1);
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
  const current = buttons[from]?.getBoundingClientRect();
  if (!current) return buttons[0];
  const ahead = key === 'ArrowDown' ? buttons.slice(from + 1) : buttons.slice(0, from).reverse();
  const isPast = (box: DOMRect) =>
    key === 'ArrowDown' ? box.top >= current.bottom - 1 : box.bottom <= current.top + 1;
  // The next row contains the nearest column, so later rows are not measured.
  let best: { button: HTMLElement; distance: number } | undefined;
  let row: number | undefined;
  for (const button of ahead) {
    const box = button.getBoundingClientRect();
    if (!isPast(box)) continue;
    row ??= box.top;
    if (Math.abs(box.top - row) > 1) break;
    const distance = Math.abs(box.left - current.left);
    if (!best || distance < best.distance) best = { button, distance };
  }
  return best?.button;
}
