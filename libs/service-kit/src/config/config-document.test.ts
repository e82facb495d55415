import { expect, it } from 'vitest';
import { configDocument } from './config-document.js';

it('docs/configuration.md is what the settings say (else: npm run docs:config)', async () => {
  await expect(configDocument()).toMatchFileSnapshot('../../../../docs/configuration.md');
});
