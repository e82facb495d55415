import { ApiProperty } from '@nestjs/swagger';
import { IdProperty, MomentProperty, NextCursorProperty, VersionProperty } from '../http/field.decorators.js';

const userStates = ['present', 'retired', 'deleted'] as const;

/** What an identity provider told of one person. */
export class DirectoryUser {
  @IdProperty('Its SCIM id.')
  readonly id!: string;

  @ApiProperty({
    description: '`retired`: its userName went to another person. `deleted`: by the identity provider.',
    enum: userStates,
    example: 'present',
  })
  readonly state!: string;

  @ApiProperty({ example: 'ava@example.com' })
  readonly userName!: string;

  @ApiProperty({ type: String, nullable: true, example: '00u1example' })
  readonly externalId!: string | null;

  @ApiProperty({ description: 'Whether the identity provider lets the person in.', example: true })
  readonly active!: boolean;

  @ApiProperty({
    description: 'The whole SCIM resource (RFC 7643 §4.1), without `groups`; null for who may not see personal data.',
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { userName: 'ava@example.com', name: { givenName: 'Ava', familyName: 'Lind' }, active: true },
  })
  readonly resource!: object | null;

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When the identity provider made it.')
  readonly createdAt!: string;

  @MomentProperty('When it was changed last.')
  readonly lastModified!: string;
}

/** A page of directory users. */
export class DirectoryUserPage {
  @ApiProperty({ type: [DirectoryUser] })
  readonly items!: readonly DirectoryUser[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}

/** What an identity provider told of one group. */
export class DirectoryGroup {
  @IdProperty('Its SCIM id.')
  readonly id!: string;

  @ApiProperty({ example: 'Engineering' })
  readonly displayName!: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  readonly externalId!: string | null;

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When the identity provider made it.')
  readonly createdAt!: string;

  @MomentProperty('When it was changed last.')
  readonly lastModified!: string;
}

/** A page of directory groups. */
export class DirectoryGroupPage {
  @ApiProperty({ type: [DirectoryGroup] })
  readonly items!: readonly DirectoryGroup[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}

/** Who is directly in a group. */
export class GroupMember {
  @IdProperty('Of a directory user or of another group.')
  readonly id!: string;

  @ApiProperty({ enum: ['User', 'Group'], example: 'User' })
  readonly type!: string;

  @ApiProperty({
    description: 'Its name as the identity provider wrote it.',
    type: String,
    nullable: true,
    example: 'Ava',
  })
  readonly display!: string | null;
}

/** A page of members. */
export class GroupMemberPage {
  @ApiProperty({ type: [GroupMember] })
  readonly items!: readonly GroupMember[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
