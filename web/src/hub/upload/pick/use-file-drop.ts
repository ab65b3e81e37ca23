import { refAutoReset, useEventListener } from '@vueuse/core';
import { filesFromDrop, type PickedFile } from './picked-files.js';

/** Some ways of leaving the window end a drag without an event. */
const DRAG_END_MS = 400;

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;

/** Files that are dropped anywhere on the page. @returns whether files are dragged over it */
export function useFileDrop(onDrop: (files: PickedFile[]) => void) {
  const isDraggedOver = refAutoReset(false, DRAG_END_MS);
  useEventListener(document, 'dragover', (event) => {
    if (!hasFiles(event)) return;
    // By default the browser would navigate to the file.
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    isDraggedOver.value = true;
  });
  useEventListener(document, 'drop', (event) => {
    if (!hasFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    isDraggedOver.value = false;
    void filesFromDrop(event.dataTransfer).then((files) => {
      if (files.length > 0) onDrop(files);
    });
  });
  return isDraggedOver;
}
