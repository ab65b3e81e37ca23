import { expect, it } from '@jest/globals';
import type { ErrorView } from '@visionary/contract';
import { bootApp } from '../support/app.js';
import { FakeS3 } from '../support/fake-s3.js';
import { HttpClient } from '../support/http-client.js';
import { plainImage, uploadAndPublish } from '../support/published-uploads.js';
import { connectUser } from '../support/rooms.js';

it('[H28] a request gets INTERNAL when the bucket denies the server access', async () => {
  const bucket = await FakeS3.start();
  const { url } = await bootApp({ s3: bucket.settings, logLevel: 'silent' });
  const ann = await connectUser(url, 'Ann');
  const post = await uploadAndPublish(ann, { title: 'a fox' });
  bucket.isDenied = true;
  const shown = await new HttpClient(url).get<ErrorView>(post.image.url);
  const sent = await ann.client.upload<ErrorView>('/api/post-uploads', await plainImage(64, 64));
  for (const { status, body } of [shown, sent]) {
    expect({ status, code: body.code, detail: body.detail }).toEqual({
      status: 500,
      code: 'INTERNAL',
      detail: { id: expect.any(String) },
    });
  }
});
