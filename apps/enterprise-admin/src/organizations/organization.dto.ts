import { ApiProperty } from '@nestjs/swagger';
import {
  IdProperty,
  KeyField,
  MomentProperty,
  NameField,
  NextCursorProperty,
  VersionProperty,
} from '../http/field.decorators.js';

/** What an organization is made with. */
export class CreateOrganization {
  @KeyField('Unique in its enterprise. It stays.', 'acme-research')
  readonly key!: string;

  @NameField('What people call it.', 'Acme Research')
  readonly name!: string;
}

/** What changes of an organization. */
export class UpdateOrganization {
  @NameField('What people call it.', 'Acme Research')
  readonly name!: string;
}

/** A part of an enterprise. */
export class Organization {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'Unique in its enterprise.', example: 'acme-research' })
  readonly key!: string;

  @ApiProperty({ description: 'What people call it.', example: 'Acme Research' })
  readonly name!: string;

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it was changed last.')
  readonly lastModified!: string;
}

/** A page of organizations. */
export class OrganizationPage {
  @ApiProperty({ type: [Organization] })
  readonly items!: readonly Organization[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
