import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import ts from 'typescript';

/** A regular expression that stands in the code. */
export interface FoundExpression {
	/** The file and the line. */
	place: string;
	source: string;
	flags: string;
}

const filesIn = (root: string, folder: string) =>
	readdirSync(join(root, folder), { recursive: true })
		.map((file) => join(folder, String(file)))
		.filter((file) => file.endsWith('.ts'));

/** Every regular expression literal in the TypeScript files of some folders. @param root their parent */
export function findExpressions(root: string, folders: string[]): FoundExpression[] {
	const found: FoundExpression[] = [];
	for (const file of folders.flatMap((folder) => filesIn(root, folder))) {
		const text = readFileSync(join(root, file), 'utf8');
		const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
		const visit = (node: ts.Node): void => {
			if (ts.isRegularExpressionLiteral(node)) {
				const end = node.text.lastIndexOf('/');
				const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
				found.push({
					place: `${file}:${line}`,
					source: node.text.slice(1, end),
					flags: node.text.slice(end + 1),
				});
			}
			ts.forEachChild(node, visit);
		};
		visit(tree);
	}
	return found;
}

const CANDIDATES = [...' \t\n=./a0-x:_@A"<>&;,()Яی٣\u200b\ufeff'];

/** Texts that a part of an expression matches. */
function samplesOf(part: AST.Element | AST.Alternative, flags: string): string[] {
	switch (part.type) {
		case 'Character':
			return [String.fromCodePoint(part.value)];
		case 'CharacterSet':
		case 'CharacterClass': {
			const one = new RegExp(`^${part.raw}$`, flags.replace(/[gy]/g, ''));
			return CANDIDATES.filter((candidate) => one.test(candidate)).slice(0, 4);
		}
		case 'Group':
		case 'CapturingGroup':
			return part.alternatives.flatMap((alternative) => samplesOf(alternative, flags)).slice(0, 4);
		case 'Quantifier': {
			const inner = samplesOf(part.element, flags);
			return part.min === 0
				? ['', ...inner]
				: inner.map((text) => text.repeat(Math.min(part.min, 20)));
		}
		case 'Alternative':
			return part.elements.reduce<string[]>(
				(texts, element) => {
					const next = samplesOf(element, flags);
					if (next.length === 0) return texts;
					return texts.flatMap((text) => next.map((more) => text + more)).slice(0, 6);
				},
				[''],
			);
		default:
			return [''];
	}
}

/** A text that grows: what stands before, what is repeated, and what stands after. */
export interface HostileText {
	start: string;
	pump: string;
	end: string;
}

/** The texts on which an expression could take long: what each of its parts repeats, after what leads there. */
export function hostileTexts({ source, flags }: FoundExpression): HostileText[] {
	const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
		unicode: flags.includes('u'),
	});
	const starts = new Set(['']);
	const pumps = new Set([' ', '\\"']);
	const visit = (alternatives: AST.Alternative[], before: string[]): void => {
		for (const { elements } of alternatives) {
			let lead = before;
			for (const element of elements) {
				for (const start of lead) starts.add(start);
				const inner = element.type === 'Quantifier' ? element.element : element;
				if (element.type === 'Quantifier')
					for (const sample of samplesOf(element.element, flags)) pumps.add(sample);
				if ('alternatives' in inner) visit(inner.alternatives, lead);
				const samples = samplesOf(element, flags);
				for (const text of lead) for (const sample of samples) pumps.add(text + sample);
				lead = lead.flatMap((text) => samples.map((sample) => text + sample)).slice(0, 6);
				if (lead.length === 0) lead = [''];
			}
		}
	};
	visit(pattern.alternatives, ['']);
	return [...starts].slice(0, 8).flatMap((start) =>
		[...pumps]
			.filter((pump) => pump !== '')
			.slice(0, 30)
			.flatMap((pump) => ['', '\u0001', 'x', '\n!'].map((end) => ({ start, pump, end }))),
	);
}

/** Texts of these lengths are tried, the short ones first: growth by powers would never end on a long one. */
const LENGTHS = [22, 400, 3_000, 20_000];
/** What takes longer is suspicious, in milliseconds. */
const SUSPICIOUS_MS = 2;
/** Growth is measured where it takes at least so long. */
const MEASURED_MS = 10;
const MAX_LENGTH = 65_536;
/** The time of a text that is twice as long may be so many times as long. */
const MAX_RATIO = 2.9;

function timeOf(
	{ source, flags }: FoundExpression,
	{ start, pump, end }: HostileText,
	length: number,
) {
	const text = start + pump.repeat(Math.ceil(length / pump.length)) + end;
	const expression = new RegExp(source, flags);
	const begin = performance.now();
	text.replace(expression, '');
	return performance.now() - begin;
}

/** The shortest of some times, which is what a busy machine did not disturb. */
const shortest = (count: number, measure: () => number) =>
	Math.min(...Array.from({ length: count }, measure));

/** How often growth is measured: a busy machine may disturb any one of them, but hardly all. */
const MEASUREMENTS = 5;

/** Whether the time for a text grows by more than its length. */
export function growsTooFast(expression: FoundExpression, text: HostileText): boolean {
	const time = (length: number) => timeOf(expression, text, length);
	let length = LENGTHS.find((tried) => time(tried) > SUSPICIOUS_MS);
	if (length === undefined) return false;
	while (length < MAX_LENGTH && time(length) < MEASURED_MS) length *= 2;
	return Array.from({ length: MEASUREMENTS }).every(() => {
		const [short, long] = [length / 2, length].map((size) => shortest(3, () => time(size)));
		return long >= MEASURED_MS && long / short > MAX_RATIO;
	});
}
