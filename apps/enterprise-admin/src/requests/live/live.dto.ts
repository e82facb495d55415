import { ApiProperty } from '@nestjs/swagger';
import { connectionHealths, warningCodes, warningSeverities } from '#libs/connection-health';
import {
  connectionStates,
  provisioningModes,
  signInOutcomes,
  signInProtocols,
  signInPurposes,
} from '#libs/persistence';
import { IdProperty, MaybeMomentProperty, MomentProperty, VersionProperty } from '../../http/field.decorators.js';
import { ScimRequest } from '../request.dto.js';

/** A SCIM request that has just come: the data of an event `request`. */
export class LiveRequest extends ScimRequest {
  @ApiProperty({
    description: 'What happened, in words.',
    example: 'The connection test of Okta arrived. Answered 200. It did not exercise create, update or deactivate.',
  })
  readonly told!: string;

  @ApiProperty({
    description: 'What a connection test did not prove; null for any other request.',
    type: String,
    nullable: true,
    example: 'It did not exercise create, update or deactivate.',
  })
  readonly didNotProve!: string | null;
}

/** An attempt to sign in that has begun or ended: the data of an event `sign-in`. */
export class LiveSignIn {
  @IdProperty('The reference that the browser shows.')
  readonly id!: string;

  @MomentProperty('When it began.')
  readonly at!: string;

  @MaybeMomentProperty('When it ended; null while it is under way.')
  readonly finishedAt!: string | null;

  @ApiProperty({ enum: signInPurposes, example: 'test' })
  readonly purpose!: string;

  @ApiProperty({ enum: signInProtocols, example: 'saml' })
  readonly protocol!: string;

  @ApiProperty({ enum: signInOutcomes, example: 'tested' })
  readonly outcome!: string;

  @ApiProperty({ description: 'Why it was refused.', type: String, nullable: true, example: null })
  readonly code!: string | null;

  @ApiProperty({ description: 'Who signed in, as far as known.', type: String, nullable: true, example: null })
  readonly login!: string | null;

  @ApiProperty({ description: 'What happened, in words.', example: 'A test sign-in came back.' })
  readonly told!: string;
}

/** A warning, as far as the page shows it while it listens. */
export class LiveWarning {
  @ApiProperty({ enum: Object.keys(warningCodes), example: 'SSO_TEST_STALE' })
  readonly code!: string;

  @ApiProperty({ enum: warningSeverities, example: 'blocking' })
  readonly severity!: string;

  @ApiProperty({ example: 'No sign-in was tested yet. Test one.' })
  readonly message!: string;

  @ApiProperty({ example: 'Connection › Single sign-on › Test sign-in' })
  readonly clickPath!: string;
}

/** What a connection is now: the data of an event `connection`, at the beginning and whenever it is another. */
export class LiveConnection {
  @ApiProperty({ enum: connectionStates, example: 'tested' })
  readonly state!: string;

  @ApiProperty({ description: 'While provisioning is paused.', type: String, nullable: true, example: null })
  readonly paused!: string | null;

  @ApiProperty({ enum: provisioningModes, example: 'deprovision_only' })
  readonly mode!: string;

  @VersionProperty()
  readonly version!: number;

  @ApiProperty({ enum: connectionHealths, example: 'ok' })
  readonly health!: string;

  @ApiProperty({ description: 'The worst first, each code once.', type: [LiveWarning] })
  readonly warnings!: readonly LiveWarning[];
}

/** Why the service ends the stream for good: the data of an event `end`. */
export class LiveEnd {
  @ApiProperty({
    description: 'The code of the problem that the next request is answered with.',
    example: 'unauthenticated',
  })
  readonly code!: string;

  @ApiProperty({ example: 'This setup session is over, or its link was revoked. Open the setup link again.' })
  readonly detail!: string;
}
