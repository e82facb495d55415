import { ApiProperty } from '@nestjs/swagger';
import { connectionHealths, warningCodes, warningSeverities } from '#libs/connection-health';
import { MaybeMomentProperty } from '../http/field.decorators.js';

/** What is wrong with a connection. */
export class ConnectionWarning {
  @ApiProperty({ description: 'What programs look at.', enum: Object.keys(warningCodes), example: 'SSO_TEST_STALE' })
  readonly code!: string;

  @ApiProperty({
    description:
      'While there is a `blocking` one, provisioning cannot be set up; an `info` one does not change the health.',
    enum: warningSeverities,
    example: 'blocking',
  })
  readonly severity!: string;

  @MaybeMomentProperty('Since when, as far as that is known.')
  readonly since!: string | null;

  @ApiProperty({ description: 'What is wrong and what to do.', example: 'No sign-in was tested yet. Test one.' })
  readonly message!: string;

  @ApiProperty({
    description: 'Where it is mended: in the console of the identity provider or in the assistant.',
    example: 'Connection › Single sign-on › Test sign-in',
  })
  readonly clickPath!: string;

  @ApiProperty({
    description: 'What it was told from; null for who may not see the personal data that may be in it.',
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { testedAt: null, missing: [] },
  })
  readonly evidence!: object | null;
}

/** How a connection is. */
export class ConnectionWarnings {
  @ApiProperty({ enum: connectionHealths, example: 'blocked' })
  readonly health!: string;

  @ApiProperty({ description: 'The worst first, each code once.', type: [ConnectionWarning] })
  readonly items!: readonly ConnectionWarning[];
}
