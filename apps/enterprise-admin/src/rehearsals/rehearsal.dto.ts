import { ApiProperty } from '@nestjs/swagger';
import { provisioningModes, rehearsalStates } from '#libs/persistence';
import { IdProperty, MaybeMomentProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';

const nullableText = (description: string, example: string | null): PropertyDecorator =>
  ApiProperty({ description, type: String, nullable: true, example });

/** What was sent in a step. */
export class RehearsedRequest {
  @ApiProperty({ example: 'POST' })
  readonly method!: string;

  @ApiProperty({ description: 'Below the SCIM base URL.', example: '/Users' })
  readonly path!: string;

  @nullableText('Its beginning, when it is long.', '{"userName":"rehearsal.alice.4f9a2c1b@example.com"}')
  readonly body!: string | null;
}

/** What was answered in a step. */
export class RehearsedAnswer {
  @ApiProperty({ type: 'integer', example: 201 })
  readonly status!: number;

  @ApiProperty({
    description: 'Its beginning, when it is long.',
    example: '{"id":"01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11"}',
  })
  readonly body!: string;
}

/** One request of the identity provider, or a look at what came of those before. */
export class RehearsalStep {
  @ApiProperty({ description: 'Of the recorded exchange; `check` for a look.', example: '04-create-user' })
  readonly name!: string;

  @ApiProperty({ example: 'Create the user' })
  readonly title!: string;

  @nullableText('What happens at the identity provider when it sends this.', 'The user is assigned to the application.')
  readonly when!: string | null;

  @ApiProperty({
    description: '`skipped`: what it needs has failed before.',
    enum: ['passed', 'failed', 'skipped'],
    example: 'passed',
  })
  readonly verdict!: string;

  @ApiProperty({ type: RehearsedRequest, nullable: true })
  readonly request!: RehearsedRequest | null;

  @ApiProperty({ type: RehearsedAnswer, nullable: true })
  readonly answer!: RehearsedAnswer | null;

  @ApiProperty({ description: 'In milliseconds.', type: 'integer', example: 12 })
  readonly durationMs!: number;

  @ApiProperty({ description: 'What is not as the identity provider needs it.', type: [String], example: [] })
  readonly problems!: readonly string[];

  @nullableText('What administrators would see at the identity provider; null when it passed.', null)
  readonly whenWrong!: string | null;

  @nullableText('What to do about it; null when it passed.', null)
  readonly advice!: string | null;
}

/** A rehearsal: the identity provider’s own requests, tried with people who are of no enterprise. */
export class Rehearsal {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'Whose requests are sent.', example: 'Okta' })
  readonly identityProvider!: string;

  @ApiProperty({
    description: 'Groups are rehearsed in `users_and_groups` alone.',
    enum: provisioningModes,
    example: 'users',
  })
  readonly mode!: string;

  @ApiProperty({ enum: rehearsalStates, example: 'running' })
  readonly state!: string;

  @nullableText('Why it could not be carried out.', null)
  readonly failure!: string | null;

  @ApiProperty({ description: 'How many steps there are.', type: 'integer', example: 14 })
  readonly total!: number;

  @ApiProperty({ description: 'Those that are over, in their order.', type: [RehearsalStep] })
  readonly steps!: readonly RehearsalStep[];

  @MomentProperty('When it was started.')
  readonly createdAt!: string;

  @MaybeMomentProperty('When it was over.')
  readonly finishedAt!: string | null;
}

/** A page of rehearsals, oldest first. */
export class RehearsalPage {
  @ApiProperty({ type: [Rehearsal] })
  readonly items!: readonly Rehearsal[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
