/** The vendors of this package. A vendor is added with one file beside this one, and one entry here. */

import { anyCom } from './anyCom';
import { naxonAi } from './naxonAi';
import { selarti } from './selarti';
import { vardast } from './vardast';
import type { VendorSupport } from './types';

const registered = [selarti, anyCom, naxonAi, vardast] as const;

export type RegisteredVendor = (typeof registered)[number];

export type VendorKey = RegisteredVendor['key'];

export const vendors: readonly VendorSupport<VendorKey>[] = registered;

/** @throws for a key that no vendor has */
export function vendorOf(key: string): VendorSupport<VendorKey> {
	const vendor = vendors.find((candidate) => candidate.key === key);
	if (!vendor) throw new Error(`there is no vendor ${key}`);
	return vendor;
}

export type {
	PollingTriggerSupport,
	TriggerSupport,
	VendorSupport,
	WebhookTriggerSupport,
} from './types';
