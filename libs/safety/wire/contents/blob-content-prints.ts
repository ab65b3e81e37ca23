import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { contentOf } from '@visionary/platform/pictures';
import type { Content } from '../../domain/contents/content.js';
import { ContentPrints } from '../../domain/contents/content-prints.js';

@Injectable()
export class BlobContentPrints extends ContentPrints {
  constructor(private readonly blobs: BlobStore) {
    super();
  }

  async ofFile(file: Uint8Array): Promise<Content | null> {
    const content = await contentOf(file).catch(() => null);
    return content && { kind: 'picture', ...content };
  }

  async ofKept(sha256: string): Promise<Content | null> {
    const blob = await this.blobs.open(sha256);
    return blob && this.ofFile(await buffer(blob.stream));
  }
}
