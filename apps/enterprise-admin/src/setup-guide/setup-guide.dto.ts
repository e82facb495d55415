import { ApiProperty } from '@nestjs/swagger';
import { type GuideField, guideFieldKinds } from '#libs/idp-profiles';

/** One thing to do in a form of the identity provider's console. */
export class SetupGuideField {
  @ApiProperty({
    description:
      '`copy` the value there; `enter` or choose it; `tick` a box or leave it `untick`ed; `press` a button; `find` a value that is needed here.',
    enum: guideFieldKinds,
    example: 'copy',
  })
  readonly kind!: GuideField['kind'];

  @ApiProperty({ description: 'What the console calls it.', example: 'Audience URI (SP Entity ID)' })
  readonly label!: string;

  @ApiProperty({
    description: 'What goes into it; null when nothing does, and for the SCIM token, which is shown once.',
    type: String,
    nullable: true,
    example: 'https://sso.example.com/sso/01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11/saml/metadata',
  })
  readonly value!: string | null;

  @ApiProperty({ description: 'Whether the SCIM token goes into it.', example: false })
  readonly isScimToken!: boolean;

  @ApiProperty({ description: 'What else to know.', type: String, nullable: true, example: null })
  readonly note!: string | null;
}

/** What is done in one place of the identity provider's console. */
export class SetupGuideStep {
  @ApiProperty({ description: 'Unique among the steps.', example: 'values' })
  readonly id!: string;

  @ApiProperty({ example: 'Tell Okta about us' })
  readonly title!: string;

  @ApiProperty({
    description: 'Where to click.',
    example: 'Create SAML Integration › Configure SAML › SAML Settings',
  })
  readonly at!: string;

  @ApiProperty({ description: 'What else to know.', type: String, nullable: true, example: null })
  readonly text!: string | null;

  @ApiProperty({ type: [SetupGuideField] })
  readonly fields!: readonly SetupGuideField[];
}

/** How a connection is set up at its identity provider, with the values of the connection. */
export class SetupGuide {
  @ApiProperty({ description: 'What the identity provider is called.', example: 'Okta' })
  readonly idpName!: string;

  @ApiProperty({ description: 'Single sign-on with SAML 2.0.', type: [SetupGuideStep] })
  readonly saml!: readonly SetupGuideStep[];

  @ApiProperty({ description: 'Single sign-on with OpenID Connect.', type: [SetupGuideStep] })
  readonly oidc!: readonly SetupGuideStep[];

  @ApiProperty({ description: 'Provisioning, in the mode of the connection.', type: [SetupGuideStep] })
  readonly provisioning!: readonly SetupGuideStep[];
}
