/** A part of nodes/shared, and the tests that check it. */
export interface Area {
	name: string;
	/** Patterns of the files that are changed, by Stryker's rules. */
	mutate: string[];
	/** The test files by their path below test/; other tests reach the code too, but check something else. */
	tests: RegExp;
	/** Tests that take many seconds each and are left out, by their names. */
	without?: RegExp;
	/** For how many inputs a property is tried. */
	propertyRuns: number;
}

/** Tests of a vendor's action node, whatever vendor it is. */
const actions = String.raw`integration/(?!webhook/)\w+/(?!pollingTrigger|webhookTrigger|newMessage)`;

/**
 * The areas follow the folders of nodes/shared. Files that hold nothing but types, labels and descriptions of fields are
 * left out.
 */
export const areas: readonly Area[] = [
	{
		name: 'http',
		mutate: [
			'nodes/shared/util/*.ts',
			'nodes/shared/http/*.ts',
			'!nodes/shared/http/credentialFields.ts',
		],
		// allowedDomains.test.ts needs jest's own module registry.
		tests: new RegExp(
			String.raw`^(unit/(util|http)/(?!allowedDomains)|integration/(writes|customOperations)\.|${actions})`,
		),
		propertyRuns: 100,
	},
	{
		name: 'operations',
		mutate: ['nodes/shared/operations/*.ts', '!nodes/shared/operations/fields.ts'],
		tests: new RegExp(
			String.raw`^(unit/operations/|property/pagination\.|integration/(writes|customOperations|pagination)\.|${actions})`,
		),
		propertyRuns: 100,
	},
	{
		name: 'polling',
		mutate: ['nodes/shared/polling/*.ts'],
		tests:
			/^(unit\/polling\/|property\/polling|package\/polling\.|integration\/(polling\.|\w+\/(pollingTrigger|newMessage)))/,
		without:
			/10,000 new|2,500 of|more than 1,000 contacts|retry budget of its credential|pages that shift while|pages are small and change|one in five is read/,
		propertyRuns: 150,
	},
	{
		name: 'webhook',
		mutate: ['nodes/shared/webhook/*.ts', '!nodes/shared/webhook/description.ts'],
		tests:
			/^(unit\/webhook\/|property\/webhook|package\/webhook\.|integration\/(webhook\/|\w+\/webhookTrigger))/,
		propertyRuns: 300,
	},
];

/**
 * Finds an area.
 *
 * @throws when no area has this name
 */
export function areaOf(name: string | undefined): Area {
	const area = areas.find((candidate) => candidate.name === name);
	if (!area)
		throw new Error(`MUTATION_AREA must be one of ${areas.map((one) => one.name).join(', ')}`);
	return area;
}
