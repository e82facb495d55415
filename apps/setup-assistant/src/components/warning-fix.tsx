import { Link } from '@tanstack/react-router';
import { texts } from '../texts/texts.js';
import { buttonClass } from './button.js';

/** Steps of single sign-on on which a warning is mended, or where it is seen how. */
const steps: Readonly<Record<string, string>> = {
  MAPPING_OUTDATED: 'check',
  LOGIN_ATTRIBUTE_MISSING: 'test',
  LOGIN_MISMATCH: 'test',
  SSO_TEST_STALE: 'test',
  CERTIFICATE_EXPIRED: 'settings',
  CERTIFICATE_EXPIRING: 'settings',
  METADATA_CHANGED: 'settings',
  METADATA_UNREACHABLE: 'settings',
};

/** Leads to where a warning is mended, if that is a page of the assistant. */
export function WarningFix({ code }: { readonly code: string }) {
  if (code === 'DOMAIN_UNVERIFIED') {
    return (
      <Link to="/domains" className={buttonClass()}>
        {texts.overview.warnings.fix}
      </Link>
    );
  }
  const step = steps[code];
  return step === undefined ? null : (
    <Link to="/single-sign-on" search={{ step }} className={buttonClass()}>
      {texts.overview.warnings.fix}
    </Link>
  );
}
