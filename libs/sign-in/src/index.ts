export { sentenceOfCode } from './sign-in-code.js';
export type { BegunSignIn, NewSignIn, SignInClient, SignInFlow } from './sign-in-flow.js';
export { beganAt, isHandle, newBrowserSecret, SignInFlows } from './sign-in-flows.js';
export { SignInRefused } from './sign-in-refused.js';
export { SignInTrace } from './sign-in-trace.js';
export { oidcSubjectIssuer, samlSubjectIssuer, type VerifiedPerson } from './verified-person.js';
export { type AnsweredSignIn, type SignedIn, SignIns } from './sign-ins.js';
export { SignInTests, type TestedSignIn } from './sign-in-tests.js';
