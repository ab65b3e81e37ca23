import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { promptTokens, type PromptToken } from '../syntax/prompt-tokens.js';

const LOOKS: Readonly<Record<PromptToken['kind'], Decoration>> = {
  syntax: Decoration.mark({ class: 'grammar-syntax' }),
  break: Decoration.mark({ class: 'grammar-break' }),
  tag: Decoration.mark({ class: 'grammar-tag' }),
  unbalanced: Decoration.mark({ class: 'grammar-unbalanced' }),
};

/** Parses the whole text each time: a prompt is short, and a bracket at its end can affect its beginning. */
function marksIn(view: EditorView, hasParts: boolean): DecorationSet {
  const set = new RangeSetBuilder<Decoration>();
  for (const { from, to, kind } of promptTokens(view.state.doc.toString(), hasParts)) set.add(from, to, LOOKS[kind]);
  return set.finish();
}

/**
 * Dims syntax so that the words stand out; the text is unchanged.
 * @param hasParts whether AND splits the text into parts
 */
export const syntaxDecorations = (hasParts: boolean): Extension =>
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = marksIn(view, hasParts);
      }

      update({ docChanged, view }: ViewUpdate): void {
        if (docChanged) this.decorations = marksIn(view, hasParts);
      }
    },
    { decorations: ({ decorations }) => decorations },
  );
