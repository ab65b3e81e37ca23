import { basename } from 'node:path';
import type { NamedEmbedding } from '../embeddings/embedding-table.js';
import type { TextEncoders } from '../text/text-encoders.js';
import { readEmbedding } from '../embeddings/embedding-file.js';
import { PromptCompiler } from '../prompt/prompt-compiler.js';

/** An embedding and the word for it in prompts; by default its own. */
export interface EmbeddingUse {
  readonly file: string;
  readonly name?: string;
}

/** Compiles prompts with the embeddings of a job. Embeddings are inputs of the text encoders, so nothing is loaded again. */
export class EmbeddedPrompts {
  private readonly plain: PromptCompiler;
  /** Images of one take have the same embeddings. */
  private last: { readonly key: string; readonly compiler: PromptCompiler } | undefined;

  constructor(private readonly textEncoders: TextEncoders) {
    this.plain = new PromptCompiler(textEncoders);
  }

  /** @throws ModelFolderError when an embedding is unreadable or does not fit the text encoders */
  with(embeddings: readonly EmbeddingUse[] = []): PromptCompiler {
    if (embeddings.length === 0) return this.plain;
    const key = JSON.stringify(embeddings);
    if (this.last?.key !== key) {
      this.last = { key, compiler: new PromptCompiler(this.textEncoders.withEmbeddings(embeddings.map(readNamed))) };
    }
    return this.last.compiler;
  }
}

function readNamed({ file, name }: EmbeddingUse): NamedEmbedding {
  const embedding = readEmbedding(file);
  return { ...embedding, name: name ?? embedding.word ?? basename(file, '.safetensors') };
}
