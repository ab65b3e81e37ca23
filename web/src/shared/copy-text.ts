/**
 * Puts `text` on the clipboard; says whether it is there. The clipboard's own door is missing where the page came over
 * plain http from another machine: then a field beside `near`, selected and copied, does it. It must stand beside it,
 * because outside an open dialog nothing can be selected.
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
