/** A plain Nest server with one empty route. */
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { answer, cpuUs } from '../chat/calls.mjs';

class Empty {
  get() {
    return {};
  }
}
Controller('empty')(Empty);
Get()(Empty.prototype, 'get', Object.getOwnPropertyDescriptor(Empty.prototype, 'get'));
class EmptyModule {}
Module({ controllers: [Empty] })(EmptyModule);

const app = await NestFactory.create(EmptyModule, { logger: false });
await app.listen(0, '127.0.0.1');
answer({ port: () => app.getHttpServer().address().port, cpuUs }, () => app.close());
