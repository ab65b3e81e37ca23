import { Styles } from './domain/styles/styles.js';
import { SqlStyles } from './storage/styles/sql-styles.js';
import { ChangeStyle } from './usecases/styles/change-style.js';
import { ComposeStyle } from './usecases/styles/compose-style.js';
import { ForgetStyle } from './usecases/styles/forget-style.js';
import { ReadStyles } from './usecases/styles/read-styles.js';
import { StyleNews } from './wire/styles/style-news.js';
import { StylesController } from './wire/styles/styles.controller.js';
import { StylesGateway } from './wire/styles/styles.gateway.js';

/** What the house adds to prompts. */
export const styles = {
  controllers: [StylesController],
  providers: [
    { provide: Styles, useClass: SqlStyles },
    ...[ComposeStyle, ChangeStyle, ForgetStyle, ReadStyles],
    ...[StylesGateway, StyleNews],
  ],
  exports: [ComposeStyle, ForgetStyle],
};
