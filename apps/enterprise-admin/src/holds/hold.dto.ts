import { ApiProperty } from '@nestjs/swagger';
import {
  IdProperty,
  MaybeMomentProperty,
  MomentProperty,
  NameField,
  NextCursorProperty,
} from '../http/field.decorators.js';

/** What can become of a hold. */
export const holdStates = ['open', 'restoring', 'restored', 'resumed'] as const;

/** Why a hold ends. */
export class EndHold {
  @NameField('Why, for the audit log.', 'A group was emptied by mistake')
  readonly reason!: string;
}

/** Nothing is purged: more accounts lost access at once than is usual. */
export class Hold {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({
    description: '`restoring`: people are being given access back. Purging goes on once it is `restored` or `resumed`.',
    enum: holdStates,
    example: 'open',
  })
  readonly state!: (typeof holdStates)[number];

  @ApiProperty({ description: 'How many accounts had lost access when it was opened.', type: 'integer', example: 50 })
  readonly accounts!: number;

  @ApiProperty({ description: 'Of how many.', type: 'integer', example: 1000 })
  readonly ofAccounts!: number;

  @ApiProperty({
    description: 'How many have lost access since, until it was decided upon.',
    type: 'integer',
    example: 64,
  })
  readonly affectedAccounts!: number;

  @ApiProperty({ description: 'How many of them can be given it back.', type: 'integer', example: 64 })
  readonly restorableAccounts!: number;

  @MomentProperty('When the first of them lost access.')
  readonly since!: string;

  @MomentProperty('When it was opened.')
  readonly createdAt!: string;

  @ApiProperty({ description: 'Why it was restored or resumed.', type: String, nullable: true, example: null })
  readonly reason!: string | null;

  @MaybeMomentProperty('When that was decided.')
  readonly decidedAt!: string | null;

  @MaybeMomentProperty('When purging went on.')
  readonly endedAt!: string | null;
}

/** A page of holds. */
export class HoldPage {
  @ApiProperty({ type: [Hold] })
  readonly items!: readonly Hold[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}

/** Somebody who lost access. */
export class AffectedAccount {
  @IdProperty('The account.')
  readonly id!: string;

  @ApiProperty({ example: 'ava@example.com' })
  readonly login!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Ava Lind' })
  readonly displayName!: string | null;

  @ApiProperty({
    description: 'Who is active lost organizations alone, or is back.',
    enum: ['active', 'suspended'],
    example: 'suspended',
  })
  readonly state!: string;

  @ApiProperty({ description: 'Whether the person administrates the enterprise.', example: false })
  readonly isAdministrator!: boolean;

  @ApiProperty({ description: 'Whether the account can be given back what was taken.', example: true })
  readonly isRestorable!: boolean;
}

/** A page of those who lost access. */
export class AffectedAccountPage {
  @ApiProperty({ type: [AffectedAccount] })
  readonly items!: readonly AffectedAccount[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
