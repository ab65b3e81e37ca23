/**
 * Copies `text` to the clipboard; returns whether it succeeded. The Clipboard API is missing on plain http from another
 * machine: there it selects and copies a field that it inserts beside `near`. The field must be there, because nothing
 * outside an open dialog can be selected.
 */
export async function copyText(text: string, near: Element | null): Promise<boolean> {
  if (isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // The browser's policy may forbid the clipboard; the fallback needs no permission.
    }
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  field.setAttribute('aria-hidden', 'true');
  const before = document.activeElement;
  (near?.parentElement ?? document.body).append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
