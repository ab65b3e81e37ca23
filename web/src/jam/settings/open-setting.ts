/**
 * Shows the field of a setting: unfolds the sections around it, scrolls to it, and focuses it. A button opens its dialog.
 * @param setting the value of `data-setting` on the field
 */
export function openSetting(panel: HTMLElement, setting: string): void {
  const field = [...panel.querySelectorAll<HTMLElement>('[data-setting]')].find(
    (one) => one.dataset.setting === setting,
  );
  if (!field) return;
  for (let fold = field.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) {
    fold.open = true;
  }
  field.scrollIntoView({ block: 'center' });
  if (field instanceof HTMLButtonElement) return field.click();
  const input =
    field.querySelector<HTMLElement>('input[type="range"]') ??
    field.querySelector<HTMLElement>('select, button, input');
  input?.focus({ preventScroll: true });
}
