import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { type LeavingChoice, leavingChoices } from '#libs/persistence';
import { Application } from '../http/application.dto.js';
import { VersionProperty } from '../http/field.decorators.js';
import { PreviewedChange } from '../http/previewed-change.js';

const kindsOfTraffic = ['staged', 'refused'] as const;

/** How provisioning is paused. */
export class PauseProvisioning {
  @ApiProperty({
    description:
      'What happens to what the identity provider sends meanwhile. `staged`: it is answered and kept, and takes effect later. `refused`: changes are answered with a SCIM error 403.',
    enum: kindsOfTraffic,
    example: 'staged',
  })
  @IsIn(kindsOfTraffic)
  readonly traffic!: (typeof kindsOfTraffic)[number];
}

/** How a connection leaves SCIM. */
export class LeaveScim extends PreviewedChange {
  @ApiProperty({
    description:
      'What becomes of the accounts. `local`: they stay, and administrators alone suspend and reactivate them. `jit`: they stay and are found by their login when people sign in; whom the directory has suspended stays suspended. `remove`: all of them are suspended, and purged when their time has passed.',
    enum: leavingChoices,
    example: 'local',
  })
  @IsIn(leavingChoices)
  readonly keep!: LeavingChoice;
}

/** Whether directory changes take effect. */
export class ProvisioningState {
  @ApiProperty({
    description: 'What happens to what the identity provider sends while it is paused; null while it is not.',
    type: String,
    enum: [...kindsOfTraffic, null],
    nullable: true,
    example: null,
  })
  readonly paused!: 'staged' | 'refused' | null;

  @ApiProperty({ description: 'How what was staged is carried to accounts.', type: Application, nullable: true })
  readonly application!: Application | null;

  @VersionProperty()
  readonly version!: number;
}
