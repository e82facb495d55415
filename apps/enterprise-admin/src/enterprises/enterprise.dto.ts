import { ApiProperty } from '@nestjs/swagger';
import {
  IdProperty,
  KeyField,
  MomentProperty,
  NameField,
  NextCursorProperty,
  VersionProperty,
} from '../http/field.decorators.js';

/** What an enterprise is made with. */
export class CreateEnterprise {
  @KeyField('What administrators type to confirm a deletion. It stays.', 'acme')
  readonly key!: string;

  @NameField('What people call it.', 'Acme Corporation')
  readonly name!: string;
}

/** What changes of an enterprise. */
export class UpdateEnterprise {
  @NameField('What people call it.', 'Acme Corporation')
  readonly name!: string;
}

/** One customer of the vendor. */
export class Enterprise {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'What administrators type to confirm a deletion.', example: 'acme' })
  readonly key!: string;

  @ApiProperty({ description: 'What people call it.', example: 'Acme Corporation' })
  readonly name!: string;

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it was changed last.')
  readonly lastModified!: string;
}

/** A page of enterprises. */
export class EnterprisePage {
  @ApiProperty({ type: [Enterprise] })
  readonly items!: readonly Enterprise[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
