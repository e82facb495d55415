import { Link } from '@tanstack/react-router';
import type { Connection } from '../api/connection.js';
import type { GuideStep } from '../api/setup-guide.js';
import type { Step } from '../components/stepper.js';
import { texts } from '../texts/texts.js';
import type { Protocol } from './sso-search.js';

const { singleSignOn: words } = texts;

interface Progress {
  readonly protocol: Protocol;
  readonly guide: readonly GuideStep[];
  readonly sso: Connection['sso'];
}

/** All steps of single sign-on. What was done at the identity provider shows in what was entered of it. */
export function ssoSteps({ protocol, guide, sso }: Progress): readonly Step[] {
  const hasSettings = sso?.protocol === protocol;
  const hasPassed = hasSettings && sso.test?.isCurrent === true && sso.test.passed;
  const step = (id: string, title: string, isDone: boolean): Step => ({
    id,
    title,
    isDone,
    link: (children, className) => (
      <Link to="/single-sign-on" search={{ step: id, protocol }} className={className}>
        {children}
      </Link>
    ),
  });
  return [
    step('protocol', words.protocol.title, hasSettings),
    ...guide.map(({ id, title }) => step(id, title, hasSettings)),
    step('settings', words.settings.title, hasSettings),
    step('check', words.attributes.title, hasPassed),
    step('test', words.test.title, hasPassed),
  ];
}
