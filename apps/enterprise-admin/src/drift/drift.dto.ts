import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { type DriftKind, driftKinds } from '#libs/persistence';
import { IdProperty, NextCursorProperty } from '../http/field.decorators.js';
import { PageQuery } from '../http/list-page.js';

/** Which drift is listed. */
export class DriftQuery extends PageQuery {
  @ApiProperty({
    description:
      '`access_despite_directory`: the person is inactive or gone, and the account active. `account_without_directory_user`: an active account that the directory does not know. `group_without_members`, `group_without_mapping`: groups that give nobody anything. `membership_of_nobody`: groups with members who are inactive or gone.',
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
}

/** Something that has drifted. */
export class DriftItem {
  @ApiProperty({ enum: driftKinds, example: 'access_despite_directory' })
  readonly kind!: DriftKind;

  @IdProperty('Of the directory user, the account or the group.')
  readonly id!: string;

  @ApiProperty({ description: 'The userName, the login or the displayName.', example: 'ava@example.com' })
  readonly name!: string;

  @ApiProperty({
    description: 'The account of the directory user, the directory user of another connection, or one of the members.',
    type: String,
    nullable: true,
    format: 'uuid',
    example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11',
  })
  readonly otherId!: string | null;
}

/** A page of what has drifted. */
export class DriftPage {
  @ApiProperty({ type: [DriftItem] })
  readonly items!: readonly DriftItem[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
