import { ApiProperty } from '@nestjs/swagger';
import { IdProperty, MaybeMomentProperty, MomentProperty } from '../http/field.decorators.js';

/** How far a test sign-in has come. */
export const signInTestStates = ['waiting', 'opened', 'passed', 'failed', 'expired'] as const;

/** What became of one target of the attribute mapping. */
export class TestedTarget {
  @ApiProperty({ example: 'login' })
  readonly target!: string;

  @ApiProperty({ description: 'Whether a person without it is refused.', example: true })
  readonly required!: boolean;

  @ApiProperty({
    description: 'The attribute or claim that filled it; null when none did.',
    type: String,
    nullable: true,
    example: 'NameID',
  })
  readonly source!: string | null;

  @ApiProperty({ description: 'What was looked for, when nothing filled it.', type: [String], example: [] })
  readonly tried!: readonly string[];

  @ApiProperty({
    description: 'Masked for who may not see personal data.',
    type: [String],
    example: ['ava@example.com'],
  })
  readonly values!: readonly string[];
}

/** One thing that the identity provider sent. */
export class ReceivedValue {
  @ApiProperty({ example: 'NameID' })
  readonly name!: string;

  @ApiProperty({
    description: 'Masked for who may not see personal data.',
    type: [String],
    example: ['ava@example.com'],
  })
  readonly values!: readonly string[];
}

/** The account that the person of a test would sign in to. */
export class HitAccount {
  @ApiProperty({
    description: 'Null when a new one would be made.',
    type: String,
    nullable: true,
    format: 'uuid',
    example: null,
  })
  readonly id!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'ava@example.com' })
  readonly login!: string | null;
}

/** What a test sign-in came to. */
export class SignInTestResult {
  @ApiProperty({ description: 'Whether everything that is required arrived.', example: true })
  readonly passed!: boolean;

  @ApiProperty({
    description: 'Why the person would be refused in earnest; null when they would be signed in.',
    type: String,
    nullable: true,
    example: null,
  })
  readonly code!: string | null;

  @ApiProperty({ description: 'The same in words.', type: String, nullable: true, example: null })
  readonly reason!: string | null;

  @ApiProperty({ type: [TestedTarget] })
  readonly targets!: readonly TestedTarget[];

  @ApiProperty({ type: [ReceivedValue] })
  readonly received!: readonly ReceivedValue[];

  @ApiProperty({ type: HitAccount })
  readonly account!: HitAccount;

  @MomentProperty('When it came back.')
  readonly finishedAt!: string;
}

/** A sign-in that somebody is invited to make, to see that it works. Nobody is signed in by it. */
export class SignInTest {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ enum: signInTestStates, example: 'waiting' })
  readonly state!: (typeof signInTestStates)[number];

  @ApiProperty({
    description: 'Of the settings that it tests: the pending revision, or else the live ones.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  readonly fingerprint!: string;

  @ApiProperty({
    description: 'The attempt in the sign-in trace; null until the URL was opened.',
    type: String,
    nullable: true,
    format: 'uuid',
    example: null,
  })
  readonly attemptId!: string | null;

  @ApiProperty({ type: SignInTestResult, nullable: true })
  readonly result!: SignInTestResult | null;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MaybeMomentProperty('Until when its URL is good.')
  readonly expiresAt!: string;
}

/** A test sign-in that was made, with its URL, which is shown once. */
export class CreatedSignInTest extends SignInTest {
  @ApiProperty({
    description: 'To be opened in a browser by whoever makes the sign-in.',
    example: 'https://sso.example.com/sso/01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11/start?test=ptn_test_…',
  })
  readonly url!: string;
}
