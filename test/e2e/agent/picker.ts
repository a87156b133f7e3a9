/**
 * A poor man's choice of a tool: by the words that a request shares with a tool's description and the names of its parameters.
 */

import type { Tool } from './model';

/** Words that say nothing about what is wanted. */
const small = new Set(
	'a an and are at by did do does for from has have i in is it its me my of on or our please that the their them this to us was we were what when where which who with you your'.split(
		' ',
	),
);

const plural = /(?<=[a-z]{2}[^s])s$/;

/** @returns its words without endings, each once; where there is a plural, "many" is meant */
export function wordsOf(text: string): string[] {
	const words = (text.toLowerCase().match(/[a-z]+/g) ?? []).filter((word) => !small.has(word));
	const stems = words.map((word) => word.replace(/ies$/, 'y').replace(plural, ''));
	return [...new Set([...stems, ...(words.some((word) => plural.test(word)) ? ['many'] : [])])];
}

/**
 * @param request in plain words
 * @returns the tools' names, the likeliest first; those that are equal beside each other
 */
export function rank(request: string, tools: Tool[]): string[] {
	// Whoever names a vendor means that one.
	const meant = tools.filter(({ description }) =>
		request.includes(/ in (.+)$/.exec(description)?.[1] ?? ''),
	);
	const own = (meant.length > 0 ? meant : tools).map(({ name, description, parameters }) => ({
		name,
		words: wordsOf(
			[description, ...Object.keys(parameters.properties ?? {})].join(' ').replaceAll('_', ' '),
		),
	}));
	const weight = (word: string) =>
		Math.log((1 + own.length) / (0.5 + own.filter(({ words }) => words.includes(word)).length));
	const size = (words: string[]) =>
		Math.sqrt(words.reduce((sum, word) => sum + weight(word) ** 2, 0));
	const wanted = wordsOf(request);
	const score = (words: string[]) =>
		words
			.filter((word) => wanted.includes(word))
			.reduce((sum, word) => sum + weight(word) ** 2, 0) /
		(size(words) * size(wanted));
	return own
		.map(({ name, words }) => ({ name, score: score(words) }))
		.sort((one, other) => other.score - one.score)
		.map(({ name }) => name);
}

/** What people ask for, and the tool that does it. */
export const requests: Array<[request: string, tool: string]> = [
	['Which tasks does our company have in Selarti?', 'Get_many_tasks_in_Selarti'],
	[
		'Add this phone number as a target in Selarti, with the context that she asked for a refund',
		'Add_a_target_with_context_in_Selarti',
	],
	['Send a WhatsApp message to a customer of ours through AnyCom', 'Send_a_message_in_AnyCom'],
	[
		'Hand the customer over: connect her with the attendant Larissa in AnyCom',
		'Connect_a_customer_with_an_attendant_in_AnyCom',
	],
	['Show the messages of conversation 12 in Naxon AI', 'Get_many_messages_in_Naxon_AI'],
	[
		'Which conversations did model 7 have in Naxon AI?',
		'Get_many_conversations_for_a_model_in_Naxon_AI',
	],
	['List the orders of our Vardast channel', 'Get_many_orders_in_Vardast'],
	[
		'Let Vardast process a message of this contact and tell me the response',
		'Process_a_message_with_an_AI_assistant_in_Vardast',
	],
	['How much credit is left in our Vardast plan?', 'Get_the_plan_and_the_credit_left_in_Vardast'],
	['Who is awaiting an attendant in AnyCom?', 'Get_many_customers_awaiting_an_attendant_in_AnyCom'],
	[
		'Pass on an external message to Selarti, so that the AI answers it',
		'Send_an_external_message_for_the_AI_to_answer_in_Selarti',
	],
];
