/** The real server with more routes: empty ones, the same page without the cache, and writes; reports its cost. */
import { mkdirSync } from 'node:fs';

import { Controller, Get, Module, Post, Query, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { ServerModule } from '../../../../dist/apps/server/src/server.module.js';
import { ROUTES } from '../../../../dist/libs/contract/index.js';
import { PostsService } from '../../../../dist/libs/feed/use-cases/posts/posts.service.js';
import { FeedPages } from '../../../../dist/libs/feed/api/posts/feed-pages.js';
import { readConfig } from '../../../../dist/libs/platform/config/index.js';
import { HttpServerAdapter, setUpHttp } from '../../../../dist/libs/platform/http/index.js';
import { PinoLogger } from '../../../../dist/libs/platform/log/index.js';
import { RealtimeAdapter } from '../../../../dist/libs/platform/realtime/index.js';
import { answer, cpuUs } from '../chat/calls.mjs';

/** Filled when the server has started. */
const parts = {};

class BenchController {
  empty() {
    return {};
  }

  /** @param as the requesting user, if any */
  async direct({ as = null, ...query }, request, response) {
    const { body, myReactions } = await parts.uncached.page(ROUTES.posts.query.parse(query), {
      userId: as,
      forEveryone: as === null,
    });
    await body.send(request, response, { myReactions });
  }

  async write({ postId, authorId, title }) {
    await parts.change.change(authorId, postId, { title });
    return {};
  }
}

/** Replaces decorators. */
function decorate(name, ...decorators) {
  const descriptor = Object.getOwnPropertyDescriptor(BenchController.prototype, name);
  for (const one of decorators) one(BenchController.prototype, name, descriptor);
}
Controller('api/bench')(BenchController);
decorate('empty', Get('empty'));
decorate('direct', Get('direct'));
decorate('write', Post('write'));
Query()(BenchController.prototype, 'direct', 0);
Req()(BenchController.prototype, 'direct', 1);
Res()(BenchController.prototype, 'direct', 2);
Query()(BenchController.prototype, 'write', 0);
class BenchModule {}
Module({ controllers: [BenchController] })(BenchModule);

const config = readConfig(process.env);
mkdirSync(config.dataDir, { recursive: true });
const benchModule = { module: BenchModule, imports: [ServerModule.forRoot(config, 'bench')] };
const app = await NestFactory.create(benchModule, new HttpServerAdapter(), {
  bodyParser: false,
  logger: new PinoLogger({ level: config.logLevel, pretty: false }),
});
setUpHttp(app, config, 'bench', () => undefined);
app.useWebSocketAdapter(new RealtimeAdapter(app));
await app.listen(config.port, config.host);

parts.change = app.get(PostsService, { strict: false });
const pages = app.get(FeedPages, { strict: false });
const noCache = { getOrLoad: (_entry, load) => load(() => undefined) };
parts.uncached = Object.assign(Object.create(FeedPages.prototype), pages, { cache: noCache });
let loads = 0;
const stored = pages.pages;
const page = stored.page.bind(stored);
stored.page = (...args) => {
  loads += 1;
  return page(...args);
};

answer(
  {
    port: () => app.getHttpServer().address().port,
    cpuUs,
    /** How often a page was read from the database. */
    loads: () => loads,
  },
  () => app.close(),
);
