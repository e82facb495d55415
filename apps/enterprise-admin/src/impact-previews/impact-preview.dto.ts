import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import {
  impactCategories,
  type LeavingChoice,
  leavingChoices,
  type ProvisioningMode,
  provisioningModes,
} from '#libs/persistence';
import type { ImpactCounts as Counts } from '#libs/provisioning';
import { IdProperty, MaybeMomentProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';
import { PageQuery } from '../http/list-page.js';

const kinds = ['enable', 'mode', 'leave'] as const;

/** Which change is looked at. */
export class ImpactPurpose {
  @ApiProperty({
    description:
      '`enable`: what was staged takes effect. `mode`: another provisioning mode. `leave`: provisioning ends.',
    enum: kinds,
    example: 'enable',
  })
  @IsIn(kinds)
  readonly kind!: (typeof kinds)[number];

  @ApiPropertyOptional({ description: 'With `mode`: the new one.', enum: provisioningModes })
  @IsOptional()
  @IsIn(provisioningModes)
  readonly mode?: ProvisioningMode | null;

  @ApiPropertyOptional({ description: 'With `leave`: what becomes of accounts.', enum: leavingChoices })
  @IsOptional()
  @IsIn(leavingChoices)
  readonly keep?: LeavingChoice | null;
}

/** What a preview is made of. */
export class CreateImpactPreview {
  @ApiProperty({ type: ImpactPurpose, example: { kind: 'enable' } })
  @IsObject()
  @ValidateNested()
  @Type(() => ImpactPurpose)
  readonly purpose!: ImpactPurpose;
}

const CountProperty = (description: string, example = 0) => ApiProperty({ description, type: 'integer', example });

/** How many people a change affects, and how. */
export class ImpactCounts implements Counts {
  @CountProperty('Have an account already, which is linked and updated.', 1)
  readonly matched!: number;

  @CountProperty('Get a new account.', 1)
  readonly created!: number;

  @CountProperty('Lose access.')
  readonly deactivated!: number;

  @CountProperty('Get back access that the directory had taken.')
  readonly reactivated!: number;

  @CountProperty('Do not get what the directory wants for them.')
  readonly conflicting!: number;

  @CountProperty('Active accounts of nobody in the directory.', 1)
  readonly notCovered!: number;

  @CountProperty('Directory users who have no account and get none.')
  readonly unaffected!: number;

  @CountProperty('Administrators who lose or get back access.')
  readonly administratorsAffected!: number;

  @CountProperty('Accounts that become active.', 1)
  readonly seatsTaken!: number;

  @CountProperty('Accounts that were active.')
  readonly seatsFreed!: number;
}

/** What a change would do to accounts. */
export class ImpactPreview {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ type: ImpactPurpose })
  readonly purpose!: ImpactPurpose;

  @ApiProperty({ enum: ['running', 'done', 'failed'], example: 'done' })
  readonly state!: 'running' | 'done' | 'failed';

  @ApiProperty({
    description: 'Why it failed; null unless it did.',
    type: String,
    nullable: true,
    example: null,
  })
  readonly failure!: string | null;

  @ApiProperty({ description: 'How many people were looked at.', type: 'integer', example: 2 })
  readonly examined!: number;

  @ApiProperty({ description: 'How many people there are to look at.', type: 'integer', example: 2 })
  readonly total!: number;

  @ApiProperty({ type: ImpactCounts })
  readonly counts!: ImpactCounts;

  @ApiProperty({
    description:
      'Whether the directory or accounts have changed since, or an hour has passed: then no change can name it.',
    example: false,
  })
  readonly isStale!: boolean;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MaybeMomentProperty('When it was finished.')
  readonly finishedAt!: string | null;
}

const listedCategories = [...impactCategories, 'administrators'] as const;

/** Which people of a preview are listed. */
export class ImpactPreviewItemsQuery extends PageQuery {
  @ApiProperty({
    description: 'Those of one kind; `administrators`: those of them who lose or get back access.',
    enum: listedCategories,
    example: 'matched',
  })
  @IsIn(listedCategories)
  readonly category!: (typeof listedCategories)[number];
}

/** Somebody in a preview. */
export class ImpactPreviewItem {
  @ApiProperty({ enum: impactCategories, example: 'matched' })
  readonly category!: string;

  @ApiProperty({
    description: 'The directory user, if any.',
    type: String,
    nullable: true,
    format: 'uuid',
    example: null,
  })
  readonly directoryUserId!: string | null;

  @ApiProperty({
    description: 'The account, if there is one.',
    type: String,
    nullable: true,
    format: 'uuid',
    example: null,
  })
  readonly accountId!: string | null;

  @ApiProperty({ example: 'ava@example.com' })
  readonly login!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Ava Lind' })
  readonly displayName!: string | null;

  @ApiProperty({ description: 'Whether the person administrates the enterprise.', example: false })
  readonly isAdministrator!: boolean;

  @ApiProperty({
    description: 'Why somebody conflicts.',
    type: String,
    enum: ['login_of_another_directory_user', 'login_recycled', 'login_taken', 'suspended_by_administrator', null],
    nullable: true,
    example: null,
  })
  readonly reason!: string | null;

  @ApiProperty({ description: 'Whether the account is newly linked to the directory user.', example: true })
  readonly isLinked!: boolean;

  @ApiProperty({
    description: 'The attributes of the account that change.',
    type: [String],
    example: ['displayName'],
  })
  readonly changes!: readonly string[];
}

/** A page of people. */
export class ImpactPreviewItemPage {
  @ApiProperty({ type: [ImpactPreviewItem] })
  readonly items!: readonly ImpactPreviewItem[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
