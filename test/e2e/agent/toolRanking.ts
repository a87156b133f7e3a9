/**
 * A simple choice of a tool: by the words that a request shares with the description of a tool and the names of its
 * parameters.
 */

import type { ModelTool } from './scriptedModel';

/** Words that say nothing about what is wanted. */
const stopWords = new Set(
	(
		'a an and are at by did do does for from has have i in is it its me my of on or our please that the their them ' +
		'this to us was we were what when where which who with you your'
	).split(' '),
);

const pluralEnding = /(?<=[a-z]{2}[^s])s$/;

/** Returns the distinct words of a text without their endings, and "many" where one of them is a plural. */
export function keywordsOf(text: string): string[] {
	const words = (text.toLowerCase().match(/[a-z]+/g) ?? []).filter((word) => !stopWords.has(word));
	const stems = words.map((word) => word.replace(/ies$/, 'y').replace(pluralEnding, ''));
	const hasPlural = words.some((word) => pluralEnding.test(word));
	return [...new Set([...stems, ...(hasPlural ? ['many'] : [])])];
}

interface RatedTool {
	name: string;
	keywords: string[];
}

function toRatedTool({ name, description, parameters }: ModelTool): RatedTool {
	const text = [description, ...Object.keys(parameters.properties ?? {})].join(' ');
	return { name, keywords: keywordsOf(text.replaceAll('_', ' ')) };
}

/** Rates tools by the cosine similarity of the words, in which rare words weigh more. */
function createScore(request: string, tools: RatedTool[]): (tool: RatedTool) => number {
	const weight = (word: string) => {
		const count = tools.filter(({ keywords }) => keywords.includes(word)).length;
		return Math.log((1 + tools.length) / (0.5 + count)) ** 2;
	};
	const sum = (words: string[]) => words.reduce((total, word) => total + weight(word), 0);
	const wanted = keywordsOf(request);
	return ({ keywords }) => {
		const shared = keywords.filter((word) => wanted.includes(word));
		return sum(shared) / Math.sqrt(sum(keywords) * sum(wanted));
	};
}

/**
 * @param request - A request in plain words.
 * @returns The names of the tools, the most likely first.
 */
export function rankTools(request: string, tools: ModelTool[]): string[] {
	// A request that names a vendor is about that one.
	const named = tools.filter(({ description }) =>
		request.includes(/ in (.+)$/.exec(description)?.[1] ?? ''),
	);
	const candidates = (named.length > 0 ? named : tools).map(toRatedTool);
	const score = createScore(request, candidates);
	return candidates
		.map((tool) => ({ name: tool.name, score: score(tool) }))
		.sort((one, other) => other.score - one.score)
		.map(({ name }) => name);
}
