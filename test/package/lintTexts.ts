/**
 * Lints texts as files, in a process of its own: jest cannot load ESLint's configuration. The argument is a JSON list of
 * `[file, text]`; a JSON list of the rules that refuse each goes to the standard output.
 */

import { ESLint } from 'eslint';

async function main(): Promise<void> {
	const cases: Array<[filePath: string, text: string]> = JSON.parse(process.argv[2]);
	const eslint = new ESLint();
	const refusals = cases.map(async ([filePath, text]) => {
		const [{ messages }] = await eslint.lintText(text, { filePath });
		return messages.map(({ ruleId }) => ruleId);
	});
	console.log(JSON.stringify(await Promise.all(refusals)));
}

void main();
