import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { signInOutcomes, signInProtocols, signInPurposes } from '#libs/persistence';
import { IdProperty, MaybeMomentProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';
import { PageQuery } from '../http/list-page.js';
import { IsMoment } from '../http/moment-field.decorator.js';

/** Which attempts to sign in are asked for; all of it must hold. */
export class SignInAttemptQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'How they ended.', enum: signInOutcomes, example: 'refused' })
  @IsOptional()
  @IsIn(signInOutcomes)
  readonly outcome?: (typeof signInOutcomes)[number];

  @ApiPropertyOptional({ description: 'Why they were refused.', example: 'saml_wrong_key' })
  @IsOptional()
  @Matches(/^[a-z_]{1,64}$/, { message: '$property must be a code' })
  readonly code?: string;

  @ApiPropertyOptional({ enum: signInPurposes, example: 'sign_in' })
  @IsOptional()
  @IsIn(signInPurposes)
  readonly purpose?: (typeof signInPurposes)[number];

  @ApiPropertyOptional({
    description: 'The login that was sent; only for who may see personal data.',
    example: 'ava@example.com',
    maxLength: 1000,
  })
  @IsOptional()
  @MaxLength(1000)
  @IsString()
  readonly login?: string;

  @ApiPropertyOptional({ description: 'The account that was signed in.', format: 'uuid' })
  @IsOptional()
  @IsUUID()
  readonly accountId?: string;

  @ApiPropertyOptional({ description: 'At this moment or later.', format: 'date-time' })
  @IsOptional()
  @IsMoment()
  readonly from?: string;

  @ApiPropertyOptional({ description: 'Before this moment.', format: 'date-time' })
  @IsOptional()
  @IsMoment()
  readonly to?: string;
}

/** One thing that happened in an attempt. */
export class SignInStep {
  @ApiProperty({ example: 'refused' })
  readonly name!: string;

  @MomentProperty('When.')
  readonly at!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { code: 'saml_wrong_key' } })
  readonly detail!: Readonly<Record<string, unknown>>;
}

/** An attempt to sign in. */
export class SignInAttempt {
  @IdProperty('Its id: the reference that the browser showed.')
  readonly id!: string;

  @ApiProperty({ enum: signInPurposes, example: 'sign_in' })
  readonly purpose!: string;

  @ApiProperty({ enum: signInProtocols, example: 'saml' })
  readonly protocol!: string;

  @ApiProperty({
    description: 'How it ended; `begun` when it did not come back from the identity provider.',
    enum: signInOutcomes,
    example: 'refused',
  })
  readonly outcome!: string;

  @ApiProperty({ type: String, nullable: true, example: 'saml_wrong_key' })
  readonly code!: string | null;

  @ApiProperty({
    description: 'The code in words.',
    type: String,
    nullable: true,
    example: 'The response is signed, with a certificate that is not among those of the connection.',
  })
  readonly reason!: string | null;

  @ApiProperty({
    description: 'Where to click to mend it; null when nothing has to be changed.',
    type: String,
    nullable: true,
    example: 'Connection › Single sign-on › Certificates › Add',
  })
  readonly clickPath!: string | null;

  @ApiProperty({ type: [SignInStep] })
  readonly steps!: readonly SignInStep[];

  @ApiProperty({
    description: 'The login that was sent; masked for who may not see personal data.',
    type: String,
    nullable: true,
    example: 'ava@example.com',
  })
  readonly login!: string | null;

  @ApiProperty({
    description: 'The NameID or `sub`; masked for who may not see personal data.',
    type: String,
    nullable: true,
    example: 'ava@example.com',
  })
  readonly subject!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', example: null })
  readonly accountId!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', example: null })
  readonly directoryUserId!: string | null;

  @ApiProperty({ description: 'Masked like the login.', type: String, nullable: true, example: '192.0.2.7' })
  readonly ip!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Mozilla/5.0' })
  readonly userAgent!: string | null;

  @MomentProperty('When it began.')
  readonly at!: string;

  @MaybeMomentProperty('When it ended.')
  readonly finishedAt!: string | null;
}

/** A page of attempts, newest first. */
export class SignInAttemptPage {
  @ApiProperty({ type: [SignInAttempt] })
  readonly items!: readonly SignInAttempt[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
