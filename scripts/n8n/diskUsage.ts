/** @returns How much disk space a folder takes, in bytes, as du measures it: far sooner than Node.js could. */
export async function diskUsage(folder: string): Promise<number> {
	const { execa } = await import('execa');
	// What npm removes while du looks makes du fail, although it prints the sum.
	const { stdout } = await execa('du', ['-sk', folder], { reject: false });
	return Number(/^\d+/.exec(stdout)?.[0] ?? NaN) * 1024;
}
