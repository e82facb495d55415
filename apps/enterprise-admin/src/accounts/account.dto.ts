import { ApiProperty } from '@nestjs/swagger';
import { IdProperty, MomentProperty, NextCursorProperty, VersionProperty } from '../http/field.decorators.js';

/** The directory user that an account is linked to. */
export class AccountLink {
  @IdProperty('The connection.')
  readonly connectionId!: string;

  @IdProperty('The directory user.')
  readonly directoryUserId!: string;
}

/** A person as the vendor's application knows them. */
export class Account {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ example: 'ava@example.com' })
  readonly login!: string;

  @ApiProperty({ type: String, nullable: true, example: 'ava@example.com' })
  readonly email!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Ava Lind' })
  readonly displayName!: string | null;

  @ApiProperty({ enum: ['active', 'suspended'], example: 'active' })
  readonly state!: string;

  @ApiProperty({
    description: 'What the directory suspended, the directory may restore.',
    type: String,
    enum: ['directory', 'administrator', null],
    nullable: true,
    example: null,
  })
  readonly suspendedBy!: string | null;

  @ApiProperty({ description: 'The directory user it is linked to.', type: AccountLink, nullable: true })
  readonly link!: AccountLink | null;

  @ApiProperty({ description: 'Whether the person administrates the enterprise.', example: false })
  readonly isAdministrator!: boolean;

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it was changed last.')
  readonly lastModified!: string;
}

/** A page of accounts. */
export class AccountPage {
  @ApiProperty({ type: [Account] })
  readonly items!: readonly Account[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
