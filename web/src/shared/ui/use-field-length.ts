import { computed, shallowRef } from 'vue';

type TextControl = HTMLInputElement | HTMLTextAreaElement;

/** The length is shown from this share of the limit on. */
const SHOWN_FROM = 0.8;

/** Fields that the browser limits. Short limits, as of numbers, explain themselves. */
const limitedControl = ({ target }: Event): TextControl | null =>
  (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.maxLength >= 20
    ? target
    : null;

/** @returns whether the browser drops the end of a pasted text, because the field has no room for it */
const isTooLong = (pasted: string, { value, maxLength, selectionStart, selectionEnd }: TextControl): boolean =>
  pasted.replaceAll('\r\n', '\n').length > maxLength - value.length + ((selectionEnd ?? 0) - (selectionStart ?? 0));

/** The length of the text in a field of an element, which has the listeners, and whether its limit cut a pasted text. */
export function useFieldLength() {
  const length = shallowRef({ count: 0, limit: Infinity });
  const isCut = shallowRef(false);
  const read = (event: Event): void => {
    const control = limitedControl(event);
    if (control) length.value = { count: control.value.length, limit: control.maxLength };
  };
  const paste = (event: ClipboardEvent): void => {
    const control = limitedControl(event);
    isCut.value = control !== null && isTooLong(event.clipboardData?.getData('text/plain') ?? '', control);
  };
  const input = (event: Event): void => {
    read(event);
    const isPaste = event instanceof InputEvent && event.inputType === 'insertFromPaste';
    if (!isPaste) isCut.value = false;
  };
  return {
    /** Null while the text is far from its limit. */
    shown: computed(() => (length.value.count >= SHOWN_FROM * length.value.limit ? length.value : null)),
    isReached: computed(() => length.value.count >= length.value.limit),
    isCut,
    listeners: { focusin: read, input, paste },
  };
}
