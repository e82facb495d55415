import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import type { DirectoryGroupId, OrganizationId, PlannedChange } from '#libs/persistence';
import { IdProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';

const EXAMPLE_ID = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11';

/** Consent to what becomes of members who were added by hand. */
export class TakeOver {
  @ApiPropertyOptional({
    description:
      '`true`: groups are the only source from now on; whom the directory knows and the groups do not name leaves; needs `organizations:write`, too. `false`: members who were added by hand stay. To be said when the organization has such members and no group is mapped to it yet.',
    type: Boolean,
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  readonly takesOver?: boolean;
}

/** Which group is to be mapped to which organization. */
export class CreateGroupMapping extends TakeOver {
  @ApiProperty({ description: 'The SCIM id of the group.', type: String, format: 'uuid', example: EXAMPLE_ID })
  @IsUUID()
  readonly groupId!: DirectoryGroupId;

  @ApiProperty({ description: 'The organization.', type: String, format: 'uuid', example: EXAMPLE_ID })
  @IsUUID()
  readonly organizationId!: OrganizationId;
}

/** A directory group whose members, direct and indirect, are members of an organization. */
export class GroupMapping {
  @IdProperty('Its id.')
  readonly id!: string;

  @IdProperty('The SCIM id of the group.')
  readonly groupId!: string;

  @ApiProperty({
    description: 'Null when the identity provider has deleted the group, which gives nobody anything then.',
    type: String,
    nullable: true,
    example: 'Engineering',
  })
  readonly groupName!: string | null;

  @IdProperty('The organization.')
  readonly organizationId!: string;

  @ApiProperty({ example: 'Acme Research' })
  readonly organizationName!: string;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;
}

const IS_CARRIED =
  'Whether the connection is enabled, not paused, and in the mode `users_and_groups`. If not, groups give and take nothing now; memberships follow them when it is.';

/** What was done to memberships. */
export class CarriedChange {
  @ApiProperty({ description: IS_CARRIED, example: true })
  readonly isCarried!: boolean;

  @ApiProperty({ description: 'How many memberships were given.', type: 'integer', example: 12 })
  readonly joined!: number;

  @ApiProperty({ description: 'How many memberships were taken.', type: 'integer', example: 0 })
  readonly left!: number;

  @ApiProperty({
    description: 'How many memberships that were added by hand belong to groups now.',
    type: 'integer',
    example: 0,
  })
  readonly takenOver!: number;
}

/** A mapping that was made, and what it has changed. */
export class NewGroupMapping extends GroupMapping {
  @ApiProperty({ type: CarriedChange })
  readonly carried!: CarriedChange;
}

/** A page of mappings. */
export class GroupMappingPage {
  @ApiProperty({ type: [GroupMapping] })
  readonly items!: readonly GroupMapping[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}

/** Somebody whom a mapping concerns. */
export class PlannedMember {
  @IdProperty('Of the account.')
  readonly accountId!: string;

  @ApiProperty({ example: 'ava@example.com' })
  readonly login!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Ava Lind' })
  readonly displayName!: string | null;

  @ApiProperty({
    description: '`stays`: is a member although no group says so, because the directory does not know the person.',
    enum: ['added', 'removed', 'stays'],
    example: 'added',
  })
  readonly change!: PlannedChange;
}

/** What a mapping would change. */
export class GroupMappingPreview {
  @ApiProperty({ description: IS_CARRIED, example: true })
  readonly isCarried!: boolean;

  @ApiProperty({
    description: 'Whether `takesOver` has to be said: members were added by hand and no group is mapped yet.',
    example: false,
  })
  readonly needsConsent!: boolean;

  @ApiProperty({ description: 'How many people would join.', type: 'integer', example: 12 })
  readonly added!: number;

  @ApiProperty({ description: 'How many people would leave.', type: 'integer', example: 0 })
  readonly removed!: number;

  @ApiProperty({
    description: 'With `takesOver`, how many members would stay because the directory does not know them.',
    type: 'integer',
    example: 0,
  })
  readonly stays!: number;

  @ApiProperty({ description: 'Those people.', type: [PlannedMember] })
  readonly items!: readonly PlannedMember[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
