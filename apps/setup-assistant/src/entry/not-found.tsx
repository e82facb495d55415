import { Link } from '@tanstack/react-router';
import { buttonClass } from '../components/button.js';
import { texts } from '../texts/texts.js';
import { FrontPage } from './front-page.js';

/** For an address that no page has. */
export function NotFound() {
  return (
    <FrontPage title={texts.errors.notFound}>
      <p className="text-quiet">{texts.errors.notFoundDetail}</p>
      <Link to="/connection" className={buttonClass()}>
        {texts.errors.toOverview}
      </Link>
    </FrontPage>
  );
}
