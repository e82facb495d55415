import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { type DriftKind, driftKinds } from '#libs/persistence';
import { IdProperty, MaybeMomentProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';
import { PageQuery } from '../http/list-page.js';

/** Which drift is listed. */
export class DriftQuery extends PageQuery {
  @ApiProperty({
    description:
      '`access_despite_directory`: the person is inactive or gone, and the account active. `account_without_directory_user`: an active account that the directory does not know. `group_without_members`, `group_without_mapping`: groups that give nobody anything. `membership_of_nobody`: groups with members who are inactive or gone. `not_seen`: people whom no request of the identity provider has named since `notSeenSince`. `stale_ids`: ids that it goes on asking for, and that are not there.',
    enum: driftKinds,
    example: 'access_despite_directory',
  })
  @IsIn(driftKinds)
  readonly kind!: DriftKind;
}

/** How much the directory and the accounts have drifted apart. */
export class DriftReport {
  @ApiProperty({ description: 'Active accounts of people who are inactive or gone.', type: 'integer', example: 0 })
  readonly access_despite_directory!: number;

  @ApiProperty({ description: 'Active accounts that the directory does not know.', type: 'integer', example: 3 })
  readonly account_without_directory_user!: number;

  @ApiProperty({ description: 'Groups that nobody is in.', type: 'integer', example: 1 })
  readonly group_without_members!: number;

  @ApiProperty({ description: 'Groups that are mapped to no organization.', type: 'integer', example: 12 })
  readonly group_without_mapping!: number;

  @ApiProperty({ description: 'Groups with members who are inactive or gone.', type: 'integer', example: 2 })
  readonly membership_of_nobody!: number;

  @ApiProperty({
    description:
      'People whom no request has named since `notSeenSince`: nobody read or wrote them, and no look-up by userName or externalId found them. Being in a page of a listing, or a member of a group, does not count. Null without such a moment.',
    type: 'integer',
    nullable: true,
    example: 4,
  })
  readonly not_seen!: number | null;

  @MaybeMomentProperty(
    'Since when people are to be named; null when the identity provider went through nobody in the last 30 days.',
  )
  readonly notSeenSince!: string | null;

  @ApiProperty({
    description:
      'What began then. `full_listing`: the last list of all users. `look_up_cycle`, of an identity provider that never lists: the last run of hours in which it looked up at least half as many people as there are.',
    type: String,
    enum: ['full_listing', 'look_up_cycle', null],
    nullable: true,
    example: 'full_listing',
  })
  readonly notSeenBy!: string | null;

  @ApiProperty({
    description: 'Ids that were answered 404 more than once in the last 30 days, and are not there.',
    type: 'integer',
    example: 2,
  })
  readonly stale_ids!: number;
}

/** How an id that is not there is asked for, and what to do about it. */
export class StaleAsked {
  @ApiProperty({ enum: ['User', 'Group'], example: 'User' })
  readonly resourceType!: string;

  @ApiProperty({ description: 'How many in the last 30 days.', type: 'integer', example: 36 })
  readonly requests!: number;

  @MomentProperty('Of the first of them.')
  readonly firstAt!: string;

  @MomentProperty('Of the last.')
  readonly lastAt!: string;

  @ApiProperty({ example: 'Restart provisioning in Entra ID: it still uses an id that is gone, and forgets it then.' })
  readonly advice!: string;

  @ApiProperty({
    description: 'Where to click at the identity provider.',
    type: String,
    nullable: true,
    example:
      'Microsoft Entra ID › Enterprise applications › the application › Provisioning › Overview › Restart provisioning',
  })
  readonly clickPath!: string | null;
}

/** Something that has drifted. */
export class DriftItem {
  @ApiProperty({ enum: driftKinds, example: 'access_despite_directory' })
  readonly kind!: DriftKind;

  @IdProperty('Of the directory user, the account or the group, or the stale id itself.')
  readonly id!: string;

  @ApiProperty({
    description: 'The userName, the login or the displayName; null when nobody knows whose a stale id was.',
    type: String,
    nullable: true,
    example: 'ava@example.com',
  })
  readonly name!: string | null;

  @ApiProperty({
    description: 'The account of the directory user, the directory user of another connection, or one of the members.',
    type: String,
    nullable: true,
    format: 'uuid',
    example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11',
  })
  readonly otherId!: string | null;

  @ApiProperty({ description: 'Of a stale id; else null.', type: StaleAsked, nullable: true, example: null })
  readonly asked!: StaleAsked | null;
}

/** A page of what has drifted. */
export class DriftPage {
  @ApiProperty({ type: [DriftItem] })
  readonly items!: readonly DriftItem[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
