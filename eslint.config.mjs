import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

/** Everything that is not in the folder of the file, its parents or `allowed` is refused. */
const imports = (...patterns) => ({
	'no-restricted-imports': [
		'error',
		{
			patterns: [
				{
					regex: '^(?!\\.|n8n-workflow$|crypto$)',
					message:
						'A verified package has no dependencies: only n8n-workflow and crypto may be imported.',
				},
				...patterns,
			],
		},
	],
});

/** Imports run one way: util <- types <- http <- operations, polling, webhook <- vendors. ARCHITECTURE.md says why. */
const layers = [
	{
		files: ['nodes/shared/util/*.ts'],
		rules: imports({ regex: '^\\.\\./', message: 'util imports nothing of the package.' }),
	},
	{
		files: ['nodes/shared/*.ts'],
		rules: imports({
			regex: '^(\\.\\./|\\./(?!util/))',
			message: 'The shared types import util alone.',
		}),
	},
	{
		files: ['nodes/shared/http/*.ts'],
		rules: imports({
			regex: '^\\.\\./(?!util/|types$)',
			message: 'http imports util and types alone.',
		}),
	},
	{
		files: ['nodes/shared/operations/*.ts'],
		rules: imports({
			regex: '^\\.\\./(?!util/|types$|http/)',
			message: 'operations imports http, util and types alone.',
		}),
	},
	{
		files: ['nodes/shared/polling/*.ts', 'nodes/shared/webhook/*.ts'],
		rules: imports({
			regex: '^\\.\\./(?!util/|types$|http/|operations/(types|output|pagination)$)',
			message:
				'polling and webhook import http, util and types, and of operations only types, output and pagination.',
		}),
	},
	// A vendor's folder is as deep as its resources; each depth has as many `../` as lead out of it.
	...[1, 2, 3].map((depth) => ({
		files: [`nodes/*/${'*/'.repeat(depth - 1)}*.ts`],
		ignores: ['nodes/shared/**'],
		rules: imports({
			regex: `^${'\\.\\./'.repeat(depth)}(?!shared/)`,
			message: 'A vendor imports shared code and its own folder; vendors do not know each other.',
		}),
	})),
	{
		files: ['credentials/*.ts'],
		rules: imports({
			regex: '/shared/(?!http/(credentialFields|sessionCredential)$|webhook/secrets$)',
			message:
				'A credential imports of shared code only http/credentialFields, http/sessionCredential and webhook/secrets.',
		}),
	},
];

/** Bans what these selectors find. */
const banned = (message, ...selectors) => selectors.map((selector) => ({ selector, message }));

const noWallClock = banned(
	'Measure durations with performance.now(): the clock of the machine may be set. Compare a moment that a vendor names by util/wallClock.',
	"MemberExpression[object.name='Date'][property.name='now']",
	"MemberExpression[object.name='Date'][property.value='now']",
	"NewExpression[callee.name='Date'][arguments.length=0]",
	"CallExpression[callee.name='Date']",
	"VariableDeclarator[init.name='Date']",
);

const noBuiltExpressions = banned(
	'Write a regular expression as a literal: the test of hostile input finds only those.',
	":matches(NewExpression, CallExpression)[callee.name='RegExp']",
);

const restrictedSyntax = [
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: { 'no-restricted-syntax': ['error', ...noWallClock, ...noBuiltExpressions] },
	},
	{
		// A moment that a vendor names can only be compared with the machine's clock.
		files: ['nodes/shared/util/wallClock.ts'],
		rules: { 'no-restricted-syntax': ['error', ...noBuiltExpressions] },
	},
];

/** n8n's two plugins with every rule they recommend, as n8n's own checker applies them; nothing is switched off inline. */
export default tseslint.config(
	{ ignores: ['dist/', 'build/', 'coverage/', 'reports/', 'node_modules/'] },
	{ linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		extends: [...tseslint.configs.recommended, n8nCommunityNodesPlugin.configs.recommended],
		rules: {
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
			],
			'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
			'max-params': ['error', 4],
		},
	},
	...layers,
	...restrictedSyntax,
	{
		files: ['test/**/*.ts', 'scripts/**/*.ts'],
		extends: [...tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
			],
		},
	},
	{
		files: ['package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: n8nNodesBase.configs.community.rules,
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Meant for n8n's own repository, where this is a slug; community packages need a full address.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// These two know only the string 'main', not NodeConnectionTypes.Main, which the community rules demand.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
);
