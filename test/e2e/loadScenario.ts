import assert from 'node:assert/strict';
import { vendors } from '../support/vendors';
import type { LoadScenario } from '../support/vendors/types';
import type { Vendor } from './instance';

/** A vendor, and what is done with it where many events are needed. */
export interface LoadSubject {
	vendor: Vendor;
	scenario: LoadScenario;
}

/** The first vendor with such a scenario: under load it is n8n and the shared code that matter, not the vendor. */
export function loadSubject(): LoadSubject {
	for (const vendor of vendors) if (vendor.load) return { vendor, scenario: vendor.load };
	assert.fail('no vendor has a load scenario');
}
