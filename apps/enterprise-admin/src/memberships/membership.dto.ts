import { ApiProperty } from '@nestjs/swagger';
import { IdProperty, NextCursorProperty } from '../http/field.decorators.js';

/** An account in an organization. */
export class OrganizationMember {
  @IdProperty('The account.')
  readonly id!: string;

  @ApiProperty({ example: 'ava@example.com' })
  readonly login!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Ava Lind' })
  readonly displayName!: string | null;

  @ApiProperty({ enum: ['active', 'suspended'], example: 'active' })
  readonly state!: string;
}

/** A page of the members of an organization. */
export class OrganizationMemberPage {
  @ApiProperty({ type: [OrganizationMember] })
  readonly items!: readonly OrganizationMember[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}

/** An organization that an account is in. */
export class AccountOrganization {
  @IdProperty('The organization.')
  readonly id!: string;

  @ApiProperty({ description: 'Unique in its enterprise.', example: 'acme-research' })
  readonly key!: string;

  @ApiProperty({ description: 'What people call it.', example: 'Acme Research' })
  readonly name!: string;
}

/** A page of the organizations of an account. */
export class AccountOrganizationPage {
  @ApiProperty({ type: [AccountOrganization] })
  readonly items!: readonly AccountOrganization[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
