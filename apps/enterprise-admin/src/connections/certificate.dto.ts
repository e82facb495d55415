import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { IsCertificate } from './certificate-field.decorator.js';
import { exampleCertificate } from './example-certificate.js';
import { SigningCertificate } from './sso-answer.dto.js';

/** A certificate to be added. */
export class AddCertificate {
  @ApiProperty({ description: 'In PEM form.', example: exampleCertificate })
  @IsCertificate({ each: false })
  @IsString()
  readonly certificate!: string;
}

/** A certificate of a connection. */
export class ConnectionCertificate extends SigningCertificate {
  @ApiProperty({
    description:
      'Whether sign-ins are checked with it now. False: with the pending revision, once its test has passed.',
    example: true,
  })
  readonly isLive!: boolean;
}

/** The certificates of a connection; there are a few at most. */
export class ConnectionCertificates {
  @ApiProperty({ type: [ConnectionCertificate] })
  readonly items!: readonly ConnectionCertificate[];
}
