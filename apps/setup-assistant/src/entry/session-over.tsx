import { texts } from '../texts/texts.js';
import { FrontPage } from './front-page.js';

/** What every page says once the session is over. */
export function SessionOver() {
  return (
    <FrontPage title={texts.entry.overTitle}>
      <p className="text-quiet">{texts.entry.over}</p>
    </FrontPage>
  );
}
