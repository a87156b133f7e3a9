/**
 * The rooms of shared code, and the tests that look into each: others run through it too, but ask after something else.
 * `without` are tests that take many seconds each, and `runs` says for how many inputs a property is tried.
 * `fields.ts` and `pacing.ts` are left out: they hold nothing but the labels and descriptions of fields.
 */
export const rooms: Array<{
	name: string;
	mutate: string[];
	tests: RegExp;
	without?: RegExp;
	runs: number;
}> = [
	{
		name: 'polling',
		mutate: ['nodes/shared/polling/*.ts'],
		tests: /^polling\./,
		without:
			/10,000 new|2,500 of|more than 1,000 contacts|patience of its credential|pages that shift while|pages are small and change|one in five is read/,
		runs: 150,
	},
	{
		name: 'webhook',
		mutate: ['nodes/shared/webhook/*.ts', '!nodes/shared/webhook/fields.ts'],
		tests: /^(webhook|selarti\.trigger|naxonAi\.trigger)\./,
		runs: 300,
	},
	{
		name: 'core',
		mutate: ['nodes/shared/*.ts', '!nodes/shared/fields.ts', '!nodes/shared/pacing.ts'],
		tests: /^(shared|paging|run|sends|selarti|anycom|naxonAi|vardast)\b(?!.*\.trigger\.)/,
		runs: 100,
	},
];
