import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { IdProperty, NameField, NextCursorProperty } from '../http/field.decorators.js';
import { PageQuery } from '../http/list-page.js';

/** How a person of the directory and an account belong together. */
export const linkStates = ['matched', 'ambiguous', 'unmatched', 'not_covered'] as const;

/** Which links are listed. */
export class LinkQuery extends PageQuery {
  @ApiProperty({
    description:
      '`matched`: linked. `ambiguous`: it is not clear whose account it is. `unmatched`: active in the directory, without an account. `not_covered`: an active account that the directory does not know.',
    enum: linkStates,
    example: 'ambiguous',
  })
  @IsIn(linkStates)
  readonly state!: (typeof linkStates)[number];
}

/** Which account a directory user is linked to. */
export class PutLink {
  @ApiProperty({ description: 'The account.', format: 'uuid', example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' })
  @IsUUID('all')
  readonly accountId!: string;

  @NameField('Why, for the audit log.', 'Married, new login')
  readonly reason!: string;

  @ApiPropertyOptional({
    description: 'Whether the account may be taken from another directory user.',
    type: Boolean,
    default: false,
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  readonly movesLink?: boolean | null;
}

/** Why a link ends. */
export class EndLink {
  @NameField('Why, for the audit log.', 'Another person')
  readonly reason!: string;
}

/** An account that may be the person's. */
export class LinkCandidate {
  @IdProperty('The account.')
  readonly accountId!: string;

  @ApiProperty({ example: 'ava@example.com' })
  readonly login!: string;

  @ApiProperty({ description: 'What it has in common with the person.', enum: ['login', 'email'], example: 'email' })
  readonly by!: string;

  @ApiProperty({ description: 'Whether it is linked to another directory user.', example: false })
  readonly isTaken!: boolean;
}

/** A person of the directory, an account, or both, and how they belong together. */
export class Link {
  @ApiProperty({ enum: linkStates, example: 'matched' })
  readonly state!: (typeof linkStates)[number];

  @ApiProperty({ description: 'The directory user.', type: String, nullable: true, format: 'uuid', example: null })
  readonly directoryUserId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  readonly userName!: string | null;

  @ApiProperty({ description: 'The account.', type: String, nullable: true, format: 'uuid', example: null })
  readonly accountId!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  readonly login!: string | null;

  @ApiProperty({ description: 'Why it is so, in words.', example: 'No account has this login.' })
  readonly reason!: string;

  @ApiProperty({ description: 'The accounts that may be the person’s.', type: [LinkCandidate] })
  readonly candidates!: readonly LinkCandidate[];
}

/** A page of links. */
export class LinkPage {
  @ApiProperty({ type: [Link] })
  readonly items!: readonly Link[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
