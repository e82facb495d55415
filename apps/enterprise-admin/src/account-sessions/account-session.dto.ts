import { ApiProperty } from '@nestjs/swagger';
import { IdProperty, MaybeMomentProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';

/** Somebody signed in. */
export class AccountSession {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'From where.', type: String, nullable: true, example: '192.0.2.7' })
  readonly ip!: string | null;

  @ApiProperty({ description: 'With what.', type: String, nullable: true, example: 'Mozilla/5.0' })
  readonly userAgent!: string | null;

  @MomentProperty('When the person signed in.')
  readonly createdAt!: string;

  @MaybeMomentProperty('When it was last used.')
  readonly lastSeenAt!: string | null;

  @MomentProperty('When it ends by itself.')
  readonly expiresAt!: string;

  @MaybeMomentProperty('Since when it is revoked.')
  readonly revokedAt!: string | null;
}

/** A page of sessions. */
export class AccountSessionPage {
  @ApiProperty({ type: [AccountSession] })
  readonly items!: readonly AccountSession[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
