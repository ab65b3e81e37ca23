import { Module, type ModuleMetadata, type Provider, type Type } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { cases } from './cases.module.js';
import { contents } from './fingerprints.module.js';
import { images } from './image-check.module.js';
import { styles } from './prompt-prefixes.module.js';
import { words } from './blocked-terms.module.js';

interface Capability {
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
  readonly exports: NonNullable<ModuleMetadata['exports']>;
}

/** Each capability binds its own providers in a file of its own beside this one. */
const capabilities: readonly Capability[] = [words, styles, images, contents, cases];

/** What is legal and decent here, and what happens where something is not. */
@Module({
  imports: [AccountsModule],
  controllers: capabilities.flatMap(({ controllers }) => controllers),
  providers: capabilities.flatMap(({ providers }) => providers),
  exports: capabilities.flatMap(({ exports }) => exports),
})
export class SafetyModule {}
