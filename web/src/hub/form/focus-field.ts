const CONTROLS = 'input, textarea, select';

/** Scrolls to the field with this name in `data-field`, and focuses it. */
export function focusField(form: ParentNode | null | undefined, name: string): void {
  const marked = form?.querySelector<HTMLElement>(`[data-field="${name}"]`);
  const field = marked?.matches(CONTROLS) ? marked : marked?.querySelector<HTMLElement>(CONTROLS);
  field?.scrollIntoView({ block: 'center' });
  field?.focus({ preventScroll: true });
}
