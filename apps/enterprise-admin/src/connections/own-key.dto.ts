import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import {
  type ConnectionKeyState,
  connectionKeyStates,
  type ConnectionKeyUse,
  connectionKeyUses,
} from '#libs/persistence';
import { IdProperty, MaybeMomentProperty, MomentProperty } from '../http/field.decorators.js';
import { type CertificateState, certificateStates } from './certificate-facts.js';
import { exampleCertificate } from './example-certificate.js';

/** What the next key is made with. */
export class CreateOwnKey {
  @ApiProperty({
    description: 'What it is for: to sign requests, or to open what is encrypted for this service.',
    enum: connectionKeyUses,
    example: 'signing',
  })
  @IsIn(connectionKeyUses)
  readonly use!: ConnectionKeyUse;
}

/** A key of this service for one connection. Its private half is kept sealed and never answered. */
export class OwnKey {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ enum: connectionKeyUses, example: 'signing' })
  readonly use!: ConnectionKeyUse;

  @ApiProperty({
    description:
      '`current` is used. `next` is published beside it and takes its place. `retired` opens for seven days what was encrypted for it, and is deleted then.',
    enum: connectionKeyStates,
    example: 'current',
  })
  readonly state!: ConnectionKeyState;

  @ApiProperty({
    description: 'In PEM form, for an identity provider that reads no metadata.',
    example: exampleCertificate,
  })
  readonly certificate!: string;

  @ApiProperty({ description: 'SHA-256 of the certificate.', example: 'AB:CD:EF:01' })
  readonly fingerprint!: string;

  @MomentProperty('The first moment the certificate is valid.')
  readonly validFrom!: string;

  @MomentProperty('The last moment the certificate is valid.')
  readonly validTo!: string;

  @ApiProperty({ enum: certificateStates, example: 'valid' })
  readonly certificateState!: CertificateState;

  @ApiProperty({ description: 'Whole days until the certificate expires.', type: 'integer', example: 1824 })
  readonly daysLeft!: number;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MaybeMomentProperty('Since when it is used.')
  readonly activatedAt!: string | null;

  @MaybeMomentProperty('Since when it is used no more.')
  readonly retiredAt!: string | null;
}

/** The own keys of a connection; there are a few at most. */
export class OwnKeys {
  @ApiProperty({ type: [OwnKey] })
  readonly items!: readonly OwnKey[];
}
