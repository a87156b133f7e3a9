'use strict';

const { rm } = require('node:fs/promises');
const { src, dest, series, parallel } = require('gulp');

/** What tsc leaves alone. `encoding: false` keeps gulp 5 from reading files as text. */
function copy(pattern, target) {
	return src(pattern, { encoding: false }).pipe(dest(target));
}

function icons() {
	return copy('icons/*.svg', 'dist/icons');
}

function codex() {
	return copy('nodes/**/*.node.json', 'dist/nodes');
}

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

exports.clean = clean;
exports.assets = parallel(icons, codex);
exports.default = series(clean, exports.assets);
